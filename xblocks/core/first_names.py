"""Given names that are no ordinary words, as they are heard in companies here."""

from __future__ import annotations

FIRST_NAMES = frozenset(
    """
    Achim Adam Agnieszka Ahmad Ahmed Aisha Aleksandra Alessandro Alexander Alexandra Ali Alina
    Amir Amira Andrea Andreas Andrzej Angelika Anja Anke Anna Anne Annegret Annette Antje Anton
    Antonio Armin Arne Astrid Axel Ayse Ayşe Barbara Beate Ben Benjamin Bernd Bernhard Bettina
    Birgit Björn Bogdan Bozena Brigitte Bülent Burak Carina Carla Carlos Carmen Carola Carsten
    Cemal Charlotte Christa Christiane Christina Christine Christoph Claudia Clara Cornelia
    Dagmar Daniel Daniela Danuta David Deniz Denise Derya Detlef Diana Dieter Dietmar Dirk Dmitri
    Dominik Dorothea Ebru Eckhard Edith Elena Elif Elisabeth Elke Ella Emine Emma Emre Erdal Erika
    Erkan Esra Esther Eva Ewa Fabian Fatima Fatma Felix Ferdinand Filiz Finn Florian Franziska
    Friederike Friedrich Fritz Gabi Gabriele Georg Gerd Gerda Gerhard Gisela Giovanni Gökhan
    Gregor Gudrun Günter Günther Gülay Hakan Halil Hannah Hannelore Hanna Hans Harald Hartmut
    Hasan Hatice Heike Heiko Heiner Heinrich Heinz Helga Helmut Henning Henrik Herbert Hermann
    Hilde Holger Horst Hülya Hüseyin Ibrahim Ines Inga Inge Ingeborg Ingo Ingrid Irene Irina Iris
    Irmgard Isabel Isabella Ismail Iwona Jakob Jana Janine Jasmin Jens Jessica Joachim Jochen
    Johanna Johannes Jolanta Jonas Jörg Josef Joseph Julia Julian Jürgen Jutta Kadir Karin Karl
    Karsten Katarzyna Katharina Kathrin Katja Katrin Kemal Kerstin Khaled Kirsten Klaus Konrad
    Krzysztof Lars Laura Lea Lena Leon Leonie Lisa Lothar Louis Luca Ludwig Luisa Lukas Magdalena
    Malgorzata Mandy Manfred Manuel Manuela Marcel Marco Marcus Marek Maren Margarete Margit Maria
    Marie Mario Marion Markus Martina Mathias Matthias Maximilian Mehmet Melanie Meral Merve
    Michael Michaela Miriam Mohamed Mohammad Mohammed Mona Monika Moritz Murat Mustafa Nadine
    Nadja Natalia Natascha Nicole Niklas Nils Nina Nora Norbert Nurcan Olaf Oleg Oliver Olga Omar
    Orhan Osman Oskar Özlem Paolo Patrick Paula Pavel Petra Philipp Piotr Rainer Ralf Ramona
    Regina Regine Reiner Renate Renato René Ricarda Rita Robert Roland Rolf Roman Ronny Rosemarie
    Rüdiger Rudolf Ruth Sabine Sabrina Sandra Sara Sarah Saskia Sebastian Selin Serdar Serkan
    Sevgi Siegfried Sigrid Silke Silvia Simone Sonja Sophia Sophie Stefan Stefanie Steffen
    Stephan Stephanie Susanne Svenja Svetlana Sven Swetlana Sylvia Tamara Tanja Tatjana Thea
    Theresa Thomas Thorsten Tobias Torsten Udo Ulrich Ulrike Ursula Ute Uwe Vanessa Vera Veronika
    Viktor Vincent Volker Walter Waltraud Werner Wilfried Wilhelm Willi Winfried Wolfgang Yasmin
    Yusuf Yvonne Zeynep
    Bob Christian Dennis Felicitas Frank Gina Kurt Martin Max Sascha Simon Tim Tom
    Alice Amanda Amy Andrew Anthony Ashley Brian Carol Catherine Charles Christopher Cynthia
    Deborah Donald Donna Edward Elizabeth Emily Eric Ethan Gary George Gregory Helen Jack Jacob
    James Jason Jeffrey Jennifer John Jonathan Joshua Karen Kenneth Kevin Kimberly Larry Linda
    Liam Margaret Mary Matthew Megan Melissa Nancy Nicholas Olivia Pamela Patricia Paul Peter
    Rachel Rebecca Richard Ronald Ryan Samantha Samuel Scott Sharon Shirley Steven Susan Timothy
    Tyler William
    """.split()
)

ALSO_WORDS = frozenset(
    """
    Ernst Grace Heide Hope Jan Joy Kai Mark Rob Roger Rose Till Viola Wolf
    """.split()
)
"""Given names that mean something else as well: they count only before a second word like a name.
"""
