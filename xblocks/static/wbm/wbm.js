/* What htmx does not do by itself: sends the CSRF token, swaps in refusals, moves the focus, speaks
   to screen readers, keeps what was typed when the connection is lost. One global for XBlock. */
(function () {
  "use strict";

  function cookie(name) {
    var match = document.cookie.match("(?:^|; )" + name + "=([^;]*)");
    return match ? decodeURIComponent(match[1]) : "";
  }

  function say(element, text) {
    var root = element.closest(".wbm") || document.body;
    var live = root.querySelector("[data-wbm-live]");
    if (live) { live.textContent = ""; window.setTimeout(function () { live.textContent = text; }, 50); }
  }

  function notice(element, name) {
    var root = element.closest(".wbm");
    var box = root && root.querySelector("[data-wbm-" + name + "]");
    if (box) { box.hidden = false; }
    return box;
  }

  function hideNotices(element) {
    var root = element.closest(".wbm");
    if (root) {
      root.querySelectorAll("[data-wbm-offline], [data-wbm-failed]").forEach(function (box) { box.hidden = true; });
    }
  }

  function within(event) {
    return event.target instanceof Element && event.target.closest(".wbm");
  }

  /* A form that just came in must never leave the page, also in the moment before htmx knows it. */
  document.addEventListener("submit", function (event) {
    if (within(event) && event.target.hasAttribute("hx-post")) { event.preventDefault(); }
  }, true);
  if (window.htmx) { window.htmx.config.defaultSettleDelay = 0; }

  document.addEventListener("htmx:configRequest", function (event) {
    if (within(event)) { event.detail.headers["X-CSRFToken"] = cookie("csrftoken"); }
  });

  /* A refusal comes as a page part with a sentence: show it instead of dropping it. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (!within(event)) { return; }
    if (event.detail.xhr.status === 304) { event.detail.shouldSwap = false; return; }
    if (event.detail.xhr.getResponseHeader("X-WBM-Refusal")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  document.addEventListener("htmx:afterSwap", function (event) {
    if (!within(event)) { return; }
    var target = event.detail.target && event.detail.target.isConnected ? event.detail.target : event.target;
    hideNotices(target);
    var focus = target.querySelector("[data-wbm-focus]");
    if (focus) {
      if (!focus.hasAttribute("tabindex")) { focus.setAttribute("tabindex", "-1"); }
      focus.focus({ preventScroll: true });
      focus.scrollIntoView({ block: "start", behavior: "auto" });
    }
    var spoken = target.querySelector("[data-wbm-announce]");
    if (spoken) { say(target, spoken.getAttribute("data-wbm-announce")); }
  });

  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (!within(event) || event.target.closest("[data-wbm-draft], [data-wbm-poll]")) { return; }
      var box = notice(event.target, name === "htmx:responseError" ? "failed" : "offline");
      if (box) { say(event.target, box.textContent.trim()); }
    });
  });

  /* Drafts: a form with data-wbm-draft="<key>" saves itself. What has not reached the server is kept
     under the key in this browser, sent again, and offered again when the page is opened anew. */
  var client = Math.random().toString(36).slice(2, 14), stamp = 0;

  /* Where somebody types; what htmx tells is about the draft only when the form itself asks. */
  function draftOf(event) { return event.target instanceof Element && event.target.closest("form[data-wbm-draft]"); }
  function draftItself(event) {
    var by = (event.detail.requestConfig || event.detail).elt;
    return by.matches("form[data-wbm-draft]") && by;
  }
  function unsent() { return Array.from(document.querySelectorAll("form[data-wbm-draft]")).filter(function (form) { return form.wbmTyped; }); }
  function send(form) { if (form.isConnected) { window.htmx.trigger(form, "wbm:save"); } }
  function store(key, record) {
    try {
      if (record) { localStorage.setItem(key, JSON.stringify(record)); } else { localStorage.removeItem(key); }
    } catch (full) { /* A private window keeps nothing; the server does. */ }
  }
  function stored(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch (broken) { return null; }
  }
  function written(form) {
    return Array.from(new FormData(form)).filter(function (pair) { return pair[0] !== "version"; });
  }
  function tell(form, text) { form.querySelector("[data-wbm-words]").textContent = text; }
  function plain(html) { return new DOMParser().parseFromString(html, "text/html").body.textContent.trim(); }

  function typed(form) {
    form.wbmTyped = (form.wbmTyped || 0) + 1;
    store(form.dataset.wbmDraft, { version: form.elements.version.value, client: client, stamp: stamp + 1, at: Date.now(), pairs: written(form) });
    form.querySelectorAll("[data-wbm-count]").forEach(function (count) {
      var field = form.elements[count.dataset.wbmOf || "value"];
      count.textContent = count.dataset.wbmCount.replace("#", field.value.trim().length);
    });
  }
  document.addEventListener("input", function (event) { var form = draftOf(event); if (form) { event.target.removeAttribute("aria-invalid"); typed(form); } });
  document.addEventListener("htmx:configRequest", function (event) {
    var form = draftItself(event), poll = event.target.closest && event.target.closest("[data-wbm-poll]");
    if (poll) { event.detail.headers["If-None-Match"] = poll.dataset.wbmPoll; }
    if (!form) { return; }
    form.wbmSent = form.wbmTyped;
    event.detail.parameters.client = client;
    event.detail.parameters.stamp = ++stamp;
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    var form = draftItself(event), refusal = event.detail.xhr.getResponseHeader("X-WBM-Refusal");
    if (!form || !refusal) { return; }
    var conflict = refusal === "field_conflict" || refusal === "request_changed";
    if (!conflict) { tell(form, plain(event.detail.xhr.responseText)); }
    event.detail.shouldSwap = conflict && form.wbmSent === form.wbmTyped;
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = draftItself(event), xhr = event.detail.xhr, poll = event.target.closest && event.target.closest("[data-wbm-poll]");
    if (poll && xhr.status === 200 && !poll.wbmMissed) { poll.dataset.wbmPoll = xhr.getResponseHeader("ETag"); }
    if (poll) { poll.wbmMissed = false; }
    if (!form) { return; }
    if (xhr.status === 200) {
      form.wbmWait = 0;
      if (form.wbmSent === form.wbmTyped) { form.wbmTyped = 0; store(form.dataset.wbmDraft, null); }
    } else if (!xhr.getResponseHeader("X-WBM-Refusal")) {
      tell(form, form.dataset[xhr.status === 400 || xhr.status === 413 ? "wbmTooLong" : "wbmUnsent"]);
      form.wbmWait = Math.min(30000, (form.wbmWait || 2500) * 2);
      window.setTimeout(send, form.wbmWait, form);
    }
  });
  window.addEventListener("online", function () { unsent().forEach(send); });

  /* What team mates write arrives without touching what somebody is at. */
  document.addEventListener("htmx:beforeRequest", function (event) {
    var form = draftItself(event);
    if ((form && !form.wbmTyped) || (document.hidden && event.target.closest("[data-wbm-poll]"))) { event.preventDefault(); }
    else if (form) { tell(form, form.dataset.wbmSaving); }
  });
  document.addEventListener("htmx:oobBeforeSwap", function (event) {
    var there = event.detail.target, form = there.querySelector("form[data-wbm-draft]");
    if (there.contains(document.activeElement) || there.querySelector("[data-wbm-conflict]") || (form && form.wbmTyped)) {
      event.detail.shouldSwap = false;
      document.querySelectorAll("[data-wbm-poll]").forEach(function (poll) { poll.wbmMissed = true; });
    }
  });

  function offer(root) {
    root.querySelectorAll("form[data-wbm-draft]").forEach(function (form) {
      var kept = stored(form.dataset.wbmDraft), box = form.parentNode.querySelector("[data-wbm-kept]");
      if (!kept || form.wbmTyped) { return; }
      var settled = form.parentNode.querySelector("[data-wbm-settled]");
      if (settled || JSON.stringify(kept.pairs) === JSON.stringify(written(form))) { store(form.dataset.wbmDraft, null); return; }
      box.hidden = false;
      var told = box.dataset.wbmKept.split(" ");
      box.querySelector("blockquote").textContent = kept.pairs.filter(function (pair) { return !told[0] || told.includes(pair[0]); })
        .map(function (pair) { return pair[1]; }).filter(Boolean).join("\n");
    });
  }
  document.addEventListener("htmx:load", function (event) { offer(event.target); });

  function useKept(button, form, field) {
    var kept = stored(form.dataset.wbmDraft), values = new FormData();
    if (!kept) { return; }
    kept.pairs.concat([["version", kept.version], ["client", kept.client], ["stamp", kept.stamp], ["whole", "1"]]).forEach(function (pair) { values.append(pair[0], pair[1]); });
    window.htmx.ajax("POST", form.getAttribute("hx-post"), { source: button, target: field, swap: "outerHTML", values: values });
  }

  /* Waits for drafts on their way before a page part is swapped away or handed in. */
  document.addEventListener("htmx:confirm", function (event) {
    if (!event.target.closest("[data-wbm-after-drafts]") || !unsent().length) { return; }
    event.preventDefault();
    unsent().forEach(send);
    var tries = 0, timer = window.setInterval(function () {
      if (unsent().length && ++tries < 30) { return; }
      window.clearInterval(timer);
      event.detail.issueRequest();
    }, 100);
  });

  /* Rows of lists and tables: add, remove, move. */
  function changeRow(button, what) {
    var field = button.closest("[data-wbm-field]"), form = field.querySelector("form"), rows = form.querySelector("[data-wbm-rows]");
    var row = button.closest("[data-wbm-row]"), next = button;
    if (what === "add") {
      rows.append(field.querySelector("template").content.cloneNode(true));
      next = rows.lastElementChild.querySelector("input, select, textarea");
    } else if (what === "remove") {
      next = (row.nextElementSibling || row.previousElementSibling || form).querySelector("[data-wbm-do=remove], [data-wbm-do=add]");
      row.remove();
    } else if (what === "up" && row.previousElementSibling) { row.previousElementSibling.before(row);
    } else if (what === "down" && row.nextElementSibling) { row.nextElementSibling.after(row); }
    Array.from(rows.children).forEach(function (each, index) { each.querySelectorAll("[data-wbm-number]").forEach(function (place) { place.textContent = index + 1; }); });
    if (what !== "add") { typed(form); send(form); say(form, button.dataset.wbmSaid || ""); }
    if (window.getComputedStyle(next).visibility === "hidden") { next = row.querySelector(what === "up" ? "[data-wbm-do=down]" : "[data-wbm-do=up]"); }
    next.focus();
  }

  /* Files go up in parts, so that nothing is lost with the connection and no request is too large. */
  function post(url, body) {
    return fetch(url, { method: "POST", body: body, headers: { "X-CSRFToken": cookie("csrftoken"), "HX-Request": "true" } });
  }
  async function upload(file, field, box) {
    var bar = box.querySelector("progress"), about = new FormData(), answer;
    about.append("name", file.name);
    about.append("size", file.size);
    for (var tries = 0; tries < 6; tries += 1) {
      try {
        answer = await post(box.dataset.wbmUpload, about);
        if (!answer.ok) { break; }
        var state = await answer.json(), count = Math.ceil(file.size / state.part_size);
        for (var number of state.missing) {
          answer = await post(state.put + number + "/", file.slice((number - 1) * state.part_size, number * state.part_size));
          if (!answer.ok) { break; }
          bar.value = Math.round(100 * number / count);
        }
        if (answer.ok) { return window.htmx.ajax("POST", state.finish, { source: box, target: field, swap: "outerHTML" }); }
        break;
      } catch (lost) {
        box.querySelector("[data-wbm-words]").textContent = box.dataset.wbmUnsent;
        await new Promise(function (done) { window.setTimeout(done, 1000 * (tries + 1)); });
      }
    }
    bar.hidden = true;
    if (answer && !answer.ok) { box.querySelector("[data-wbm-words]").textContent = plain(await answer.text()); }
  }
  document.addEventListener("change", async function (event) {
    var box = event.target.closest("[data-wbm-upload]");
    if (!box || event.target.type !== "file" || !event.target.files.length) { return; }
    box.querySelector("progress").hidden = false;
    box.querySelector("[data-wbm-words]").textContent = box.dataset.wbmSending;
    await upload(event.target.files[0], box.closest("[data-wbm-field]"), box);
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-wbm-do]");
    if (!button) { return; }
    var what = button.dataset.wbmDo, field = button.closest("[data-wbm-field]"), form = field.querySelector("form");
    if (what === "use") { useKept(button, form, field);
    } else if (what === "drop") { store(form.dataset.wbmDraft, null); button.closest("[data-wbm-kept]").hidden = true;
    } else { changeRow(button, what); }
  });

  /* The XBlock runtime calls this with `new`; Studio's editor passes a jQuery object. */
  window.WbmBlock = function (runtime, element) {
    var node = element.jquery ? element[0] : element;
    if (window.htmx) { window.htmx.process(node); }
    offer(node);
    node.addEventListener("click", function (event) {
      var cancel = event.target.closest("[data-wbm-cancel]");
      if (cancel && runtime.notify) { runtime.notify("cancel", {}); }
    });
    node.addEventListener("htmx:afterRequest", function (event) {
      if (event.detail.xhr && event.detail.xhr.getResponseHeader("X-WBM-Saved") && runtime.notify) {
        runtime.notify("save", { state: "end" });
      }
    });
  };
})();
