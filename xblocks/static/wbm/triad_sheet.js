/* Notes and levels of a triad, kept on this phone first and sent when there is a connection. Each
   note has an id of its own: what is sent twice is kept once. The phone lets go of something only
   when the server has named it. */
(function () {
  "use strict";
  if (window.wbmTriadSheet) { window.wbmTriadSheet.begin(); return; }
  var board = window.wbmBoard, triad = window.wbmTriad, PREFIX = "wbm-triad:", FIRST = 2000, LONGEST = 30000;
  var records = {}, busy = {}, waits = {}, timer = null;
  function cookie(name) {
    var match = document.cookie.match("(?:^|; )" + name + "=([^;]*)");
    return match ? decodeURIComponent(match[1]) : "";
  }
  function fresh() { return Array.from(crypto.getRandomValues(new Uint8Array(16)), function (each) { return each.toString(16).padStart(2, "0"); }).join(""); }
  function rootOf(sheet) { return sheet.closest("[data-triad]"); }
  function mine(root) { return PREFIX + root.dataset.me + ":"; }
  function keyOf(sheet) { var root = rootOf(sheet); return mine(root) + root.dataset.keep + ":" + sheet.dataset.round + ":" + sheet.dataset.part; }
  function record(key) { return records[key] || (records[key] = board.stored(key)); }
  function keep(key) { records[key].tried = false; board.store(key, records[key]); later(0); told(); }
  function unsent(found) {
    return { notes: found.notes.filter(function (each) { return !each.sent; }), levels: Object.entries(found.levels).filter(function (pair) { return !pair[1].sent; }) };
  }
  function count(found) { var open = unsent(found); return open.notes.length + open.levels.length; }
  function keysOf(root) {
    var found = new Set(Object.keys(records));
    try { Object.keys(localStorage).forEach(function (key) { found.add(key); }); } catch (closed) { /* A private window keeps nothing. */ }
    return Array.from(found).filter(function (key) { return key.startsWith(mine(root)) && record(key); });
  }
  /* What the server has, and over it what this phone has not sent. */
  function opened(sheet) {
    var key = keyOf(sheet), kept = JSON.parse(sheet.querySelector("script[type='application/json']").textContent), found = record(key);
    if (!found) { found = records[key] = { url: rootOf(sheet).dataset.keep, round: Number(sheet.dataset.round), part: sheet.dataset.part, notes: [], levels: {} }; }
    var ids = found.notes.map(function (each) { return each.id; });
    kept.notes.forEach(function (each) { if (!ids.includes(each.id)) { found.notes.push(Object.assign({ sent: true }, each)); } });
    Object.entries(kept.levels).forEach(function (pair) { if (!found.levels[pair[0]] || found.levels[pair[0]].sent) { found.levels[pair[0]] = { level: pair[1], sent: true }; } });
    return found;
  }
  function now(sheet) { return Math.floor((triad.elapsed(rootOf(sheet)) || 0) / 1000); }
  function add(sheet, values) {
    var note = Object.assign({ id: fresh(), at: now(sheet), text: "", phase: "", criterion: "", removed: false, sent: false }, values);
    record(keyOf(sheet)).notes.push(note);
    keep(keyOf(sheet));
    list(sheet);
    board.emit(rootOf(sheet), board.filled(board.words(rootOf(sheet)).noted, { time: triad.spoken(note.at) }));
  }
  function list(sheet) {
    var box = sheet.querySelector("[data-triad-list]"), words = board.words(rootOf(sheet));
    if (!box) { return; }
    var notes = record(keyOf(sheet)).notes.filter(function (each) { return !each.removed; }).sort(function (a, b) { return b.at - a.at; });
    box.replaceChildren.apply(box, notes.map(function (note) {
      var line = document.createElement("li"), at = document.createElement("span"), text = document.createElement("span"), away = document.createElement("button");
      at.className = "wbm-triad-at";
      at.textContent = triad.spoken(note.at);
      text.textContent = note.phase ? board.filled(words.phase_now, { phase: words["phase_" + note.phase] }) : note.text;
      text.className = note.phase ? "wbm-label" : "";
      away.type = "button";
      away.className = "wbm-link-button";
      away.textContent = words.remove;
      away.setAttribute("aria-label", board.filled(words.remove_this, { time: triad.spoken(note.at) }));
      away.dataset.triadRemove = note.id;
      line.append(at, " ", text, " ", away);
      return line;
    }));
    sheet.querySelector("[data-triad-none]").hidden = notes.length > 0;
    var phase = notes.find(function (each) { return each.phase; });
    sheet.querySelectorAll("[data-triad-phase]").forEach(function (each) { each.setAttribute("aria-pressed", String(Boolean(phase) && each.dataset.triadPhase === phase.phase)); });
  }
  function levels(sheet) {
    var found = record(keyOf(sheet)).levels;
    sheet.querySelectorAll("[data-triad-criterion]").forEach(function (line) {
      var chosen = found[line.dataset.triadCriterion], level = chosen ? chosen.level : null, anchor = "";
      line.querySelectorAll("[data-triad-level]").forEach(function (each) {
        var here = Number(each.dataset.triadLevel) === level;
        each.setAttribute("aria-pressed", String(here));
        if (here) { anchor = each.dataset.anchor; }
      });
      line.querySelector("[data-triad-anchor]").textContent = anchor;
    });
  }
  function choose(sheet, button) {
    var name = button.closest("[data-triad-criterion]").dataset.triadCriterion, found = record(keyOf(sheet)), was = found.levels[name];
    var level = Number(button.dataset.triadLevel);
    found.levels[name] = { level: was && was.level === level ? null : level, sent: false };
    keep(keyOf(sheet));
    levels(sheet);
  }
  function later(wait) {
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { document.querySelectorAll("[data-triad]").forEach(function (root) { keysOf(root).forEach(function (key) { send(root, key); }); }); }, wait);
  }
  async function send(root, key) {
    var found = record(key), open = unsent(found);
    if (busy[key] || found.tried || !(open.notes.length + open.levels.length)) { return; }
    var notes = open.notes.slice(0, 100), was = JSON.stringify(notes), body = new FormData();
    body.append("data", JSON.stringify({
      round: found.round, part: found.part, levels: Object.fromEntries(open.levels.map(function (pair) { return [pair[0], pair[1].level]; })),
      notes: notes.map(function (each) { return { id: each.id, at: each.at, text: each.text, phase: each.phase, criterion: each.criterion, removed: each.removed }; })
    }));
    busy[key] = true;
    try {
      var answer = await fetch(found.url, { method: "POST", body: body, headers: { "X-CSRFToken": cookie("csrftoken"), "X-WBM-Board": "1" } });
      if (answer.status === 200) { settle(found, await answer.json(), JSON.parse(was), open.levels); waits[key] = 0; board.store(key, found); }
      else if (answer.status < 500) { await refused(root, found, answer); }
      else { throw new Error(answer.status); }
    } catch (lost) { waits[key] = Math.min(LONGEST, (waits[key] || FIRST / 2) * 2); later(waits[key]); }
    busy[key] = false;
    told();
    if (count(found) && !found.tried && !waits[key]) { later(0); }
  }
  function settle(found, named, notes, sent) {
    found.notes.forEach(function (note) {
      var was = notes.find(function (each) { return each.id === note.id; });
      if (was && named.notes.includes(note.id) && was.removed === note.removed) { note.sent = true; }
    });
    sent.forEach(function (pair) {
      if (named.levels.includes(pair[0]) && found.levels[pair[0]] === pair[1]) { pair[1].sent = true; }
    });
  }
  /* What the server refuses stays here until somebody changes something or opens the page anew. */
  async function refused(root, found, answer) {
    found.tried = true;
    var said = await answer.json().catch(function () { return {}; });
    board.say(root, said.refused || board.words(root)[answer.status === 403 ? "signed_out" : "failed"], "bad");
  }
  function told() {
    document.querySelectorAll("[data-triad]").forEach(function (root) {
      var line = root.querySelector("[data-triad-waiting]"), words = board.words(root);
      var open = keysOf(root).reduce(function (sum, key) { return sum + count(record(key)); }, 0);
      var text = open ? board.filled(open === 1 ? words.one_waits : words.some_wait, { count: open }) : "";
      // What is under way for a moment only is not worth a line that moves the page.
      window.clearTimeout(root.triadTold);
      if (!open) { line.hidden = true; line.textContent = ""; return; }
      root.triadTold = window.setTimeout(function () { line.textContent = text; line.hidden = false; }, line.hidden ? 1500 : 0);
    });
  }
  function ready(sheet) {
    sheet.querySelectorAll("[data-triad-notes]").forEach(function (each) { each.hidden = sheet.dataset.step !== "talk"; });
    if (sheet.triadReady) { return; }
    sheet.triadReady = true;
    opened(sheet);
    list(sheet);
    levels(sheet);
  }
  function begin() {
    document.querySelectorAll("[data-triad]").forEach(function (root) {
      var shown = Array.from(root.querySelectorAll("[data-triad-sheet]"));
      shown.forEach(ready);
      if (root.triadSwept) { return; }
      root.triadSwept = true;
      keysOf(root).forEach(function (key) {
        record(key).tried = false;
        if (!count(record(key)) && !shown.some(function (each) { return keyOf(each) === key; })) { delete records[key]; board.store(key, null); }
      });
      later(0);
      told();
    });
  }
  document.addEventListener("click", function (event) {
    var sheet = event.target.closest && event.target.closest("[data-triad-sheet]");
    if (!sheet) { return; }
    var phase = event.target.closest("[data-triad-phase]"), level = event.target.closest("[data-triad-level]"), away = event.target.closest("[data-triad-remove]");
    if (phase) { add(sheet, { phase: phase.dataset.triadPhase });
    } else if (level) { choose(sheet, level);
    } else if (away) {
      var note = record(keyOf(sheet)).notes.find(function (each) { return each.id === away.dataset.triadRemove; });
      note.removed = true;
      note.sent = false;
      keep(keyOf(sheet));
      list(sheet);
    }
  });
  /* A sentence is heard before it is typed to its end: the first letter gives its time. */
  document.addEventListener("input", function (event) {
    var form = event.target.closest && event.target.closest("[data-triad-write]");
    if (form && event.target.matches("textarea") && form.triadAt === undefined) { form.triadAt = now(form.closest("[data-triad-sheet]")); }
  });
  document.addEventListener("submit", function (event) {
    var form = event.target, sheet = form.closest("[data-triad-sheet]");
    if (!sheet || !form.matches("[data-triad-write]")) { return; }
    event.preventDefault();
    var field = form.querySelector("textarea"), about = form.querySelector("[data-triad-about]");
    if (!field.value.trim()) { field.focus(); return; }
    add(sheet, { text: field.value.trim(), criterion: about.value, at: form.triadAt === undefined ? now(sheet) : form.triadAt });
    form.triadAt = undefined;
    form.reset();
    field.focus();
  });
  window.addEventListener("online", function () { waits = {}; later(0); });
  board.hooks.drawn.push(function (root) { if (root.hasAttribute("data-triad")) { begin(); } });
  document.addEventListener("htmx:load", begin);
  window.wbmTriadSheet = { begin: begin };
  begin();
})();
