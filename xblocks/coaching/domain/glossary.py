"""What means the same, and the words that German compounds are made of.

Source: `curriculum-facts 8` (glossary German–English) and 6.x (law, agreements, funding).
"""

from __future__ import annotations

SAME: tuple[tuple[str, ...], ...] = (
    ("Weiterbildungsmentor", "Weiterbildungsmentorin", "WBM", "continuing-education mentor"),
    ("Vertrauensleute", "Vertrauensmann", "Vertrauensfrau", "VL", "shop steward", "shop stewards"),
    ("Betriebsrat", "Betriebsrätin", "BR", "works council", "Interessenvertretung"),
    ("Betriebsverfassungsgesetz", "BetrVG", "Betriebsverfassung", "Works Constitution Act"),
    ("Betriebsvereinbarung", "BV", "works agreement"),
    ("Tarifvertrag", "TV", "Tarif", "collective agreement"),
    ("Tarifgebiet", "bargaining area"),
    ("Mitbestimmung", "co-determination", "codetermination"),
    ("Einigungsstelle", "conciliation board"),
    ("Beratung", "guidance", "counselling", "advice"),
    ("Auftragsklärung", "contracting", "Anliegen klären"),
    ("Aktives Zuhören", "active listening"),
    ("Paraphrase", "paraphrasieren", "paraphrasing"),
    ("Spiegeln", "mirroring"),
    ("Offene Frage", "offene Fragen", "open question", "open questions"),
    ("Systemische Frage", "systemische Fragen", "systemic question", "systemic questions"),
    ("Ich-Botschaft", "Ich-Botschaften", "I-message", "I-messages"),
    ("Vier-Seiten-Modell", "Kommunikationsquadrat", "four-sides model"),
    ("Motivierende Gesprächsführung", "motivational interviewing", "MI"),
    ("Kollegiale Beratung", "peer consultation"),
    ("Feedback", "Rückmeldung"),
    ("Triade", "Rollenspiel zu dritt", "triad"),
    ("Beobachtungsbogen", "observation sheet"),
    ("Moderation", "moderieren", "facilitation", "facilitate"),
    ("Kartenabfrage", "card collection"),
    ("Clustern", "clustering", "Karten ordnen"),
    ("Mehrpunktabfrage", "dot voting", "Punktabfrage"),
    ("Themenspeicher", "parking lot", "topic list"),
    ("Maßnahmenplan", "Aktionsplan", "action plan"),
    ("Visualisierung", "visualisieren", "visualisation", "visualization"),
    ("Bedarfsermittlung", "Bedarfsanalyse", "needs analysis", "Bildungsbedarf"),
    ("Qualifikationsmatrix", "Kompetenzmatrix", "skills matrix"),
    ("Handlungskompetenz", "professional competence"),
    ("Anpassungsqualifizierung", "adaptation training"),
    ("Aufstiegsfortbildung", "advanced vocational training", "Meister", "Techniker", "Fachwirt"),
    ("Aufstiegs-BAföG", "AFBG", "Meister-BAföG", "Aufstiegsfortbildungsförderungsgesetz"),
    ("Umschulung", "retraining"),
    ("Nachqualifizierung", "catch-up qualification"),
    ("Teilqualifikation", "Teilqualifizierung", "TQ", "partial qualification"),
    ("Externenprüfung", "external examination"),
    ("Validierung", "Feststellungsverfahren", "validation"),
    ("Gleichwertigkeitsfeststellung", "Anerkennung", "BQFG", "recognition"),
    ("Bildungsgutschein", "education voucher"),
    ("Qualifizierungsgeld", "82a", "82b", "82c", "qualification benefit"),
    ("Beschäftigtenförderung", "Beschäftigtenqualifizierung", "Weiterbildungsförderung"),
    ("Entgeltzuschuss", "Lohnzuschuss", "wage subsidy"),
    ("Lehrgangskosten", "Kurskosten", "Kursgebühren", "course costs", "course fees"),
    (
        *("Bildungszeit", "Bildungsurlaub", "Bildungsfreistellung", "Qualifizierungszeit"),
        *("Qualifizierungszeitgesetz", "Arbeitnehmerweiterbildungsgesetz", "AWbG", "BzG"),
        *("BiZeitG", "BbgWBG", "BremBZG", "HmbBUG", "HBUG", "NBildUG", "BildFG", "ThürBfG", "SBFG"),
        *("paid educational leave", "educational leave"),
    ),
    ("Bildungsteilzeit", "education part-time"),
    ("Persönliche Weiterbildung", "personal further education"),
    ("Qualifizierungsgespräch", "Entwicklungsgespräch", "qualification talk"),
    ("Kurzarbeit", "Kurzarbeitergeld", "Kug", "short-time work"),
    ("Transferkurzarbeit", "Transferkurzarbeitergeld", "Transfergesellschaft", "transfer company"),
    ("Personalentwicklung", "PE", "personnel development", "HRD"),
    ("Organisationsentwicklung", "OE", "organisational development"),
    ("Stakeholder", "Beteiligte", "Interessengruppe"),
    ("Meilenstein", "milestone"),
    ("Rubrik", "Bewertungsraster", "rubric"),
    ("Lernform", "learning format"),
    ("Lernen am Arbeitsplatz", "workplace learning"),
    ("Tandem", "Lerntandem", "learning tandem"),
    ("Wirksamkeit", "Evaluation", "effectiveness", "impact", "Kirkpatrick"),
    ("Gleichbehandlung", "AGG", "Diskriminierung", "equal treatment", "discrimination"),
    ("Verschwiegenheit", "Vertraulichkeit", "Schweigepflicht", "confidentiality"),
    ("Einwilligung", "Zustimmung", "consent"),
    ("Datenschutz", "DSGVO", "BDSG", "data protection", "GDPR"),
    ("Transformation", "Wandel", "Strukturwandel"),
    ("Nationale Weiterbildungsstrategie", "National Skills Strategy"),
    ("Künstliche Intelligenz", "KI", "artificial intelligence", "AI"),
    ("Freistellung", "freigestellt", "Arbeitsbefreiung", "release from work", "time off"),
    ("Agentur für Arbeit", "Arbeitsagentur", "Arbeitsamt", "Employment Agency"),
    ("Rückzahlungsklausel", "Rückzahlungsvereinbarung", "Bindungsfrist", "repayment clause"),
    ("Schwerbehinderung", "schwerbehindert", "SBV", "severe disability"),
    ("Angelernte", "Ungelernte", "An- und Ungelernte", "semi-skilled", "unskilled"),
    ("Teilzeit", "Teilzeitbeschäftigte", "TzBfG", "part-time"),
    ("Schicht", "Schichtarbeit", "Schichtbetrieb", "shift work"),
    ("Konflikt", "Streit", "conflict"),
)
"""Spellings of one concept each, in both languages; case, umlauts and endings do not matter."""

PARTS = """
abschluss abfrage agentur alter amt analyse anerkennung anfrage angebot anleitung anpassung anspruch
antrag arbeit arbeiter arbeitgeber arbeitnehmer arbeitsplatz argument ausbildung ausgleich auskunft
auswahl bedarf beförderung begleitung behinderung beirat berater beratung beruf bescheid
beschäftigte beschäftigung besprechung bestimmung beteiligung betrieb bewertung bildung bildschirm
botschaft büro daten dialog dienst digitalisierung eingruppierung einigung einkommen einsatz entgelt
entwicklung erfahrung erhebung erlaubnis ermittlung evaluation fachkraft fähigkeit familie fertigung
förderung fortbildung frage frauen freistellung frist führung gebühr gehalt geld genehmigung gericht
geschäft gesellschaft gesetz gespräch gesundheit gewerkschaft gremium gruppe gutschein halle
handwerk hilfe industrie information interesse jahr jugend kammer karte kenntnis klage klausel
kolleg kommunikation kompetenz konflikt konto kosten kraft kredit kündigung kurs kurse kurz lager
lehrgang leistung leitung lernen lohn lücke management maschine maßnahme matrix mentor methode
mitglied modell moderation monat montage motivation nachweis organisation partner pause personal
pflege pflicht phase plan planung platz plattform praxis problem produktion programm projekt
protokoll prozess prüfung qualifikation qualifizierung quote raster rat recht regel reise rente
rolle runde schein schicht schulung schutz seminar sicherheit sitzung sprache stelle steuer
stipendium strategie strecke stunde system tag tarif team technik teilnahme teilnehmer teilzeit
termin thema themen tisch transfer umfrage umlage unterlage unterricht unterstützung unterweisung
unternehmen urlaub veranstaltung vereinbarung verfahren vergütung verhandlung versammlung versetzung
versicherung vertrag vertrauen vertretung verwaltung volk vorgesetzte vorschlag wandel weiterbildung
werk werkstatt wissen woche workshop zeit zentrum zertifikat ziel zugang zulassung zuschuss
zuständigkeit
""".split()
"""Parts that long words are taken apart into, so that one finds the other."""

NOISE = frozenset(
    """
    aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin
    bis bist da damit dann das dass dein deine deinem deinen deiner dem den denn der des dessen die
    dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es
    etwas euch euer eure für gegen hab habe haben hat hatte hier hin ich ihm ihn ihnen ihr ihre
    ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes jetzt kann kannst kein keine
    keinem keinen keiner können könnte man mein meine meinem meinen meiner mich mir mit muss müssen
    nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner sich sie
    sind so soll sollte sondern sonst über um und uns unser unsere unserem unseren unserer unter
    viel vom von vor wann war waren warum was weg weil welche welchem welchen welcher welches wenn
    wer werde werden wie wieder will wir wird wirst wo wollen worden wurde würde zu zum zur zwar
    about after all also an and any are as at be because been before being but by can could did do
    does for from get had has have he her here him his how if in into is it its just me more my no
    not of on one only or other our out over she should so some such than that the their them then
    there these they this those to too under up us very was we were what when where which who whom
    why will with would you your
    """.split()
)
"""Words that say nothing about what is meant."""
