/* The clock of a meeting. It reckons from what was pressed, as domain/running.py does, so that it
   goes on without connection; what was pressed meanwhile is kept in this browser and sent later. */
(function () {
  "use strict";
  var STEPS = [1, 5], MOST = 600, EVERY = 5000, LONGEST = 60000;

  /* Rows are [{minutes, phase}], presses [{button, at, minutes}] in the order of time. */
  function started(rows) {
    return { state: "running", row: 0, spans: [{ row: 0, begun: 0, ended: null }], more: rows.map(function () { return 0; }) };
  }
  function can(rows, clock, button, minutes) {
    if (clock.state !== "running") { return button === "go_on" || (button === "end" && clock.state === "paused"); }
    if (button === "next") { return clock.row + 1 < rows.length; }
    if (button === "back") { return clock.row > 0; }
    if (button === "more") { return STEPS.includes(minutes) && clock.more[clock.row] + minutes <= MOST; }
    return button !== "go_on";
  }
  function turn(clock, at, row) {
    var last = clock.spans[clock.spans.length - 1];
    if (last.ended === null) { last.ended = at; } else { clock.spans.push({ row: null, begun: last.ended, ended: at }); }
    clock.spans.push({ row: row, begun: at, ended: null });
  }
  function press(clock, button, at, minutes) {
    if (button === "more") { clock.more[clock.row] += minutes;
    } else if (button === "next" || button === "back") {
      clock.row += button === "next" ? 1 : -1;
      turn(clock, at, clock.row);
    } else if (button === "pause") { clock.state = "paused"; turn(clock, at, null);
    } else if (button === "go_on") { turn(clock, at, clock.row); clock.state = "running";
    } else { clock.state = "ended"; clock.spans[clock.spans.length - 1].ended = at; }
  }
  function play(rows, presses) {
    var clock = started(rows);
    presses.forEach(function (each) {
      if (can(rows, clock, each.button, each.minutes)) { press(clock, each.button, each.at, each.minutes); }
    });
    return clock;
  }
  function used(clock, row, now) {
    return clock.spans.reduce(function (sum, span) {
      return span.row === row ? sum + Math.max(0, (span.ended === null ? now : span.ended) - span.begun) : sum;
    }, 0);
  }
  function left(rows, clock, now) { return 60 * (rows[clock.row].minutes + clock.more[clock.row]) - used(clock, clock.row, now); }
  function minutesOf(rows) { return rows.reduce(function (sum, row) { return sum + row.minutes; }, 0); }
  function expected(rows, clock, now) {
    var last = clock.spans[clock.spans.length - 1];
    return last.ended === null ? now + Math.max(0, left(rows, clock, now)) + 60 * minutesOf(rows.slice(clock.row + 1)) : last.ended;
  }
  window.wbmClock = { play: play, used: used, left: left, expected: expected };

  function cookie(name) {
    var match = document.cookie.match("(?:^|; )" + name + "=([^;]*)");
    return match ? decodeURIComponent(match[1]) : "";
  }
  function span(seconds) {
    var hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds % 3600 / 60), rest = String(seconds % 60).padStart(2, "0");
    return hours ? hours + ":" + String(minutes).padStart(2, "0") + ":" + rest : minutes + ":" + rest;
  }
  function id() {
    return Array.from(window.crypto.getRandomValues(new Uint8Array(16)), function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
  }

  function run(root) {
    var list = Array.from(root.querySelectorAll("li[data-minutes]")), live = root.querySelector("[data-clock-live]");
    var rows = list.map(function (li) { return { minutes: Number(li.dataset.minutes), phase: li.dataset.phase }; });
    var server = JSON.parse(root.dataset.state), key = "wbm-clock-" + server.run, queue = stored(), sending = false, failed = false;
    var loaded = performance.timeOrigin + (performance.getEntriesByType("navigation")[0] || { responseStart: 0 }).responseStart;
    var offset = server.now - loaded, wait = EVERY, timer = 0, said = null, lock = null;
    var hours = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: root.dataset.zone });

    function stored() {
      try { return unknown(JSON.parse(localStorage.getItem(key)) || []); } catch (broken) { return []; }
    }
    function unknown(presses) {
      return presses.filter(function (each) { return !server.presses.some(function (known) { return known.id === each.id; }); });
    }
    function keep() {
      try {
        if (queue.length) { localStorage.setItem(key, JSON.stringify(queue)); } else { localStorage.removeItem(key); }
      } catch (full) { /* A private window keeps nothing; this page does while it is open. */ }
    }
    function now() { return Math.max(0, Math.floor((Date.now() + offset - server.started) / 1000)); }
    function clock() { return play(rows, server.presses.concat(queue)); }
    function text(name, words) {
      root.querySelectorAll('[data-clock="' + name + '"]').forEach(function (place) { if (place.textContent !== words) { place.textContent = words; } });
    }
    function when(states) {
      root.querySelectorAll("[data-clock-if]").forEach(function (place) { place.hidden = !states[place.dataset.clockIf]; });
    }
    function time(seconds) { return hours.format(server.started + 1000 * seconds); }

    function draw() {
      var here = clock(), at = now(), rest = left(rows, here, at), end = expected(rows, here, at), planned = 60 * minutesOf(rows);
      var buffer = 60 * minutesOf(rows.slice(here.row + 1).filter(function (row) { return row.phase === "buffer"; }));
      var apart = end - planned, present = list[here.row], next = list[here.row + 1], paused = here.state === "paused", ended = here.state === "ended";
      when({
        live: !ended, ended: ended, paused: paused, under: !paused && rest >= 0, over: !paused && rest < 0, following: Boolean(next),
        early: apart <= -60, ontime: apart > -60 && apart < 60, buffered: apart >= 60 && apart <= buffer, late: apart >= 60 && apart > buffer,
        saved: !queue.length && server.presses.length > 0, sending: queue.length > 0 && !failed, unsent: queue.length > 0 && failed, awake: Boolean(lock)
      });
      root.querySelector("[data-clock-digits]").classList.toggle("wbm-clock__digits--over", rest < 0);
      text("digits", (rest < 0 ? "+" : "") + span(Math.abs(rest)));
      text("apart", String(Math.floor(Math.abs(apart) / 60)));
      text("expected", time(end));
      text("waiting", String(queue.length));
      text("number", String(here.row + 1));
      ["title", "place", "content"].forEach(function (name) { text(name, present.dataset[name]); });
      if (next) { text("next", next.dataset.title); text("next_minutes", next.dataset.minutes); }
      rowsAt(here, at);
      root.querySelectorAll("[data-clock-form] button[name=press]").forEach(function (button) {
        var parts = button.value.split(":");
        button.hidden = !can(rows, here, parts[0], Number(parts[1] || 0));
      });
      say(here, rest);
    }
    function rowsAt(here, at) {
      var begins = at + Math.max(0, left(rows, here, at));
      list.forEach(function (li, number) {
        var first = here.spans.find(function (each) { return each.row === number; }), begun = first ? first.begun : null;
        if (number > here.row && here.state !== "ended") { begun = begins; begins += 60 * rows[number].minutes; }
        li.querySelector("[data-clock-at]").textContent = begun === null ? "" : time(begun);
        li.querySelector("[data-clock-more]").textContent = here.more[number] ? " +" + here.more[number] : "";
        if (number === here.row && here.state !== "ended") { li.setAttribute("aria-current", "step"); } else { li.removeAttribute("aria-current"); }
      });
    }
    /* Once for each row, one minute before its end, and at its end; never a sound. */
    function say(here, rest) {
      var name = here.state !== "running" ? "" : rest < 0 ? "over" : rest <= 60 && rows[here.row].minutes > 1 ? "soon" : "now";
      var state = [name, here.row, here.more[here.row]].join(" ");
      if (!name || said === state) { return; }
      if (said !== null) { live.textContent = live.dataset[name] + " " + list[here.row].dataset.title; }
      said = state;
    }

    async function ask(url, body) {
      var sent = Date.now();
      var answer = await fetch(url, { method: body ? "POST" : "GET", body: body, headers: { "X-CSRFToken": cookie("csrftoken"), Accept: "application/json" } });
      if (answer.status !== 200 && answer.status !== 409) { throw new Error(String(answer.status)); }
      var found = await answer.json();
      offset = found.now - (sent + Date.now()) / 2;
      return found;
    }
    async function send() {
      if (sending) { return; }
      sending = true;
      try {
        while (queue.length) {
          var first = queue[0], form = new FormData();
          [["id", first.id], ["press", first.button + ":" + first.minutes], ["at", first.at], ["version", first.version]].forEach(function (pair) { form.append(pair[0], pair[1]); });
          take(await ask(root.dataset.press, form));
        }
        failed = false;
        wait = EVERY;
      } catch (lost) { failed = true; again(); }
      sending = false;
      draw();
    }
    /* A press that is refused, and those made after it, are given up: the page shows what is. */
    function take(found) {
      server = found;
      queue = found.said ? [] : unknown(queue);
      keep();
      notice(found.said || "");
      draw();
    }
    function notice(words) {
      var place = root.querySelector("[data-clock-said]"), box = document.createElement("div");
      place.replaceChildren();
      if (!words) { return; }
      box.className = "wbm-notice wbm-notice--attention";
      box.setAttribute("role", "alert");
      box.textContent = words;
      place.append(box);
    }
    async function poll() {
      if (queue.length) { return send(); }
      if (document.hidden) { return again(); }
      try {
        var found = await ask(root.dataset.poll);
        if (!queue.length && !sending) { server = found; wait = EVERY; draw(); }
      } catch (lost) { wait = Math.min(LONGEST, wait * 2); }
      again();
    }
    function again() {
      window.clearTimeout(timer);
      if (queue.length || clock().state !== "ended") { timer = window.setTimeout(poll, wait); }
      if (failed) { wait = Math.min(LONGEST, wait * 2); }
    }

    root.querySelector("[data-clock-form]").addEventListener("submit", function (event) {
      var parts = event.submitter.value.split(":"), button = parts[0], minutes = Number(parts[1] || 0), here = clock();
      event.preventDefault();
      if (!can(rows, here, button, minutes)) { return; }
      var before = server.presses.concat(queue), last = before[before.length - 1];
      queue.push({ id: id(), button: button, at: Math.max(last ? last.at : 0, now()), minutes: minutes, version: before.length });
      keep();
      draw();
      if (event.submitter.hidden) { root.querySelector("[data-clock-form] button:not([hidden])").focus(); }
      awake();
      send();
    });
    async function awake() {
      var wanted = clock().state !== "ended" && !document.hidden;
      if (!navigator.wakeLock) { return; }
      if (!wanted) { if (lock) { lock.release(); } return; }
      if (lock) { return; }
      try {
        lock = await navigator.wakeLock.request("screen");
        lock.addEventListener("release", function () { lock = null; draw(); });
      } catch (refused) { lock = null; }
      draw();
    }
    document.addEventListener("visibilitychange", function () { if (!document.hidden) { awake(); poll(); } });
    window.addEventListener("online", function () { wait = EVERY; poll(); });
    var full = root.querySelector("[data-clock-full]");
    if (document.fullscreenEnabled) {
      full.hidden = false;
      full.addEventListener("click", function () {
        if (document.fullscreenElement) { document.exitFullscreen(); } else { root.requestFullscreen(); }
      });
    }
    window.setInterval(draw, 500);
    draw();
    awake();
    poll();
  }

  document.querySelectorAll("[data-wbm-clock]").forEach(run);
})();
