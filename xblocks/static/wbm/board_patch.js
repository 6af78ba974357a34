/* Puts new HTML in place of old on a card board: what is the same stays the same element, what
   somebody is typing into stays as it is, and what they typed into something that goes away is
   handed to `typed`. Cards glide to where they went, unless people want no motion. */
(function () {
  "use strict";
  if (window.wbmPatch) { return; }
  var FIELDS = "input, textarea, select", TYPED = "textarea, input:not([type=checkbox], [type=radio], [type=hidden])";
  var calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  function dirty(field) { return field.matches(TYPED) && field.value !== field.defaultValue; }
  function busy(field) { return dirty(field) || (field === document.activeElement && field.matches(TYPED + ", select")); }
  function switched(field) { return field.matches("[type=checkbox], [type=radio]") && field.checked !== field.defaultChecked; }
  function chosen(field) { return field.matches("select") && Array.from(field.options).some(function (each) { return each.selected !== each.defaultSelected; }) && field.selectedIndex > 0; }
  /* Whether somebody is at a form: what it knows of versions stays as they saw it. */
  function taken(form) { return Array.from(form.elements).some(function (field) { return dirty(field) || switched(field) || chosen(field); }); }
  function sameKind(one, other) {
    return one && one.nodeType === other.nodeType && one.nodeName === other.nodeName && (one.id || "") === (other.id || "");
  }
  function attributes(now, fresh) {
    Array.from(fresh.attributes).forEach(function (each) {
      if (each.name === "open") { return; }
      if (now.getAttribute(each.name) !== each.value) { now.setAttribute(each.name, each.value); }
    });
    Array.from(now.attributes).forEach(function (each) {
      if (!fresh.hasAttribute(each.name) && !["open", "style", "draggable"].includes(each.name)) { now.removeAttribute(each.name); }
    });
  }
  function morph(now, fresh) {
    if (now.nodeType !== Node.ELEMENT_NODE) {
      if (now.data !== fresh.data) { now.data = fresh.data; }
      return;
    }
    if (now.matches(FIELDS) && (busy(now) || switched(now) || chosen(now))) { return; }
    if (now.matches("[data-board-version], [data-board-was]") && taken(now.form)) { return; }
    var own = now.hasAttribute("data-board-mine");
    attributes(now, fresh);
    if (now.matches("input, textarea") && !now.matches("[type=file], [type=hidden]")) {
      if (now.matches("[type=checkbox], [type=radio]")) { if (!now.form || !taken(now.form)) { now.checked = fresh.defaultChecked; } }
      else if (now.value !== fresh.defaultValue) { now.defaultValue = now.value = fresh.defaultValue; }
    } else if (now.matches("[type=hidden]")) { now.value = fresh.value; }
    if (!own && !now.matches("textarea")) { children(now, fresh); }
  }
  function children(now, fresh) {
    var at = now.firstChild, known = {};
    Array.from(now.children).forEach(function (each) { if (each.id) { known[each.id] = each; } });
    Array.from(fresh.childNodes).forEach(function (wanted) {
      var found = wanted.id && known[wanted.id];
      if (!found && at && !at.id && sameKind(at, wanted)) { found = at; }
      if (found && found.nodeName === wanted.nodeName) {
        if (found === at) { at = at.nextSibling; } else { now.insertBefore(found, at); }
        morph(found, wanted);
      } else { now.insertBefore(wanted, at); }
    });
    while (at) { var next = at.nextSibling; leave(at); at = next; }
  }
  /* What somebody typed into something that goes away is shown and kept, never dropped. */
  function leave(node) {
    var root = node.closest && node.closest("[data-board]");
    if (root) {
      Array.from(node.matches("[data-board-text]") ? [node] : node.querySelectorAll("[data-board-text]")).forEach(function (field) {
        if (dirty(field) && field.value.trim()) { window.wbmPatch.typed(root, field.value.trim()); }
      });
    }
    node.remove();
  }
  function html(text) {
    var made = document.createElement("template");
    made.innerHTML = text;
    return made.content;
  }
  function boxes(root) {
    var found = new Map();
    if (!calm.matches) { root.querySelectorAll("[data-board-card]").forEach(function (each) { found.set(each, each.getBoundingClientRect()); }); }
    return found;
  }
  function moved(before) {
    before.forEach(function (was, node) {
      if (!node.isConnected || !node.animate) { return; }
      var is = node.getBoundingClientRect(), x = was.left - is.left, y = was.top - is.top;
      if ((Math.abs(x) > 4 || Math.abs(y) > 4) && was.width && is.width) {
        node.animate([{ transform: "translate(" + x + "px," + y + "px)" }, { transform: "none" }], { duration: 180, easing: "ease-out" });
      }
    });
  }
  /* A card that lies elsewhere on the page moves; there are never two of it. */
  function reuse(root, fresh, now) {
    fresh.querySelectorAll("[data-board-card]").forEach(function (wanted) {
      var there = document.getElementById(wanted.id);
      if (there && root.contains(there) && !(now && now.contains(there))) { morph(there, wanted); wanted.replaceWith(there); }
    });
  }
  function place(root, piece) {
    var id = piece[0], list = document.getElementById(piece[1]), fresh = html(piece[3]).firstElementChild;
    var now = document.getElementById(id);
    if (now && !root.contains(now)) { now = null; }
    reuse(root, fresh, now);
    if (now) { morph(now, fresh); } else { now = fresh; }
    now.dataset.place = piece[2];
    if (!list) { return; }
    var after = Array.from(list.children).find(function (each) { return each !== now && each.dataset.place !== undefined && each.dataset.place > piece[2]; });
    if (now.parentNode !== list || now.nextElementSibling !== (after || null)) { list.insertBefore(now, after || null); }
  }

  window.wbmPatch = { html: html, morph: morph, leave: leave, place: place, boxes: boxes, moved: moved, dirty: dirty, morphInside: children, typed: function () {} };
})();
