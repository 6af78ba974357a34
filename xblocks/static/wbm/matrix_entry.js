/* Entering levels in a matrix: with a key, or with large buttons. Fields are saved one after the
   other until the server has them; until then they are marked. */
(function () {
  "use strict";
  if (window.wbmMatrixEntry) { return; }
  window.wbmMatrixEntry = true;
  var matrix = window.wbmMatrix;

  function rootOf(event) { return event.target.closest && event.target.closest("[data-wbm-heat][data-wbm-save]"); }
  function part(root, name) { return root.querySelector("[data-wbm-" + name + "]"); }
  function editable(td) { return td.parentNode.parentNode.tagName === "TBODY" && !td.classList.contains("s"); }
  function unsaved(root) { root.wbmUnsaved = root.wbmUnsaved || new Map(); return root.wbmUnsaved; }
  function draw(td, level) { td.firstChild.data = level === "" ? "?" : level; td.dataset.unsaved = ""; }
  function shown(td) { return td.firstChild.data.trim().replace("?", ""); }

  function enter(root, td, level) {
    var key = matrix.place(td).join(), entry = unsaved(root).get(key);
    if (!entry && shown(td) === level) { return; }
    unsaved(root).set(key, { at: matrix.place(td), level: level, was: entry ? entry.was : shown(td) });
    draw(td, level);
    save(root);
  }

  async function send(root, entry, td) {
    root.wbmAnswer = null;
    try {
      await window.htmx.ajax("POST", root.dataset.wbmSave, { source: root, target: td.parentNode, swap: "outerHTML", values: {
        row: entry.at[0].slice(root.id.length + 2), competence: root.querySelector("thead tr").cells[entry.at[1]].dataset.key,
        level: entry.level, was: entry.was } });
    } catch (lost) { /* No answer: it is sent again. */ }
    return root.wbmAnswer;
  }

  async function save(root) {
    var words = part(root, "words"), wait = 1000;
    if (root.wbmBusy) { return; }
    root.wbmBusy = true;
    while (root.isConnected && unsaved(root).size) {
      var key = unsaved(root).keys().next().value, entry = unsaved(root).get(key), td = matrix.found(root, entry.at);
      if (!td) { unsaved(root).delete(key); continue; }
      words.textContent = root.dataset.wbmSaving;
      var answer = await send(root, entry, td), newer = unsaved(root).get(key);
      if (answer && (answer.status === 200 || answer.getResponseHeader("X-WBM-Refusal"))) {
        if (newer === entry || answer.status !== 200) { unsaved(root).delete(key); } else { newer.was = entry.level; }
        wait = 1000;
        arrived(root, words, answer.status === 200);
      } else {
        words.textContent = root.dataset.wbmUnsent;
        await new Promise(function (done) { window.setTimeout(done, wait); window.addEventListener("online", done, { once: true }); });
        wait = Math.min(30000, wait * 2);
      }
    }
    root.wbmBusy = false;
  }

  function arrived(root, words, well) {
    var now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    words.textContent = well ? root.dataset.wbmSaved + " " + now : "";
    var at = document.activeElement === document.body && matrix.found(root, root.wbmAt);
    matrix.refresh(root);
    if (at) { matrix.go(root, at); }
  }

  function pick(root, td) {
    var dialog = root.querySelector("dialog"), edge = td.getBoundingClientRect();
    matrix.go(root, td);
    dialog.firstElementChild.textContent = td.parentNode.cells[0].querySelector("b").textContent + ": " + matrix.heading(root, td);
    dialog.showModal();
    /* Near the field: inside a course page the middle of the window can be out of sight. */
    dialog.style.top = Math.max(8, Math.min(edge.bottom + 8, window.innerHeight - dialog.offsetHeight - 8)) + "px";
    dialog.querySelector("[data-wbm-pick='" + shown(td) + "']").focus();
  }

  function picked(root, level) {
    root.querySelector("dialog").close();
    var td = matrix.found(root, root.wbmAt);
    if (td) { matrix.go(root, td); }
    if (td && level !== "cancel") { enter(root, td, level); }
  }

  document.addEventListener("keydown", function (event) {
    var root = rootOf(event), td = event.target, level = /^[0-4]$/.test(event.key) ? event.key : null;
    if (!root || event.altKey || event.metaKey || event.ctrlKey) { return; }
    if (event.key === "Delete" || event.key === "Backspace") { level = ""; }
    if (level !== null && td.closest("dialog")) { picked(root, level);
    } else if (!td.matches("td") || !editable(td)) { return;
    } else if (level !== null) { root.wbmAt = matrix.place(td); enter(root, td, level);
    } else if (["Enter", " ", "F2"].includes(event.key)) { pick(root, td); } else { return; }
    event.preventDefault();
  });
  document.addEventListener("click", function (event) {
    var root = rootOf(event), td = root && event.target.closest("td"), choice = root && event.target.closest("[data-wbm-pick]");
    if (choice) { picked(root, choice.dataset.wbmPick); } else if (td && editable(td)) { pick(root, td); }
  });
  document.addEventListener("wbm:refreshed", function (event) {
    var root = rootOf(event);
    if (!root) { return; }
    root.querySelectorAll(".wbm-heat--one tr[data-now] td").forEach(function (td) { if (editable(td)) { td.tabIndex = 0; td.setAttribute("role", "button"); } });
    unsaved(root).forEach(function (entry) { var td = matrix.found(root, entry.at); if (td) { draw(td, entry.level); } });
  });

  /* A refusal stands below the table, never in place of a row. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    var root = event.detail.requestConfig.elt, xhr = event.detail.xhr;
    if (!root.matches("[data-wbm-heat]")) { return; }
    part(root, "said").replaceChildren();
    if (xhr.getResponseHeader("X-WBM-Refusal") && !xhr.getResponseHeader("HX-Retarget")) {
      event.detail.target = part(root, "said");
      event.detail.swapOverride = "innerHTML";
    }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.elt.matches("[data-wbm-heat]") && event.detail.xhr.status) { event.detail.elt.wbmAnswer = event.detail.xhr; }
  });
  window.addEventListener("beforeunload", function (event) {
    var roots = Array.from(document.querySelectorAll("[data-wbm-heat]"));
    if (roots.some(function (root) { return root.wbmUnsaved && root.wbmUnsaved.size; })) { event.preventDefault(); }
  });
  document.querySelectorAll("[data-wbm-heat][data-wbm-save]").forEach(matrix.refresh);
})();
