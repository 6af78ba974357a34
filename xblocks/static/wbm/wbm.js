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
    if (event.detail.xhr.getResponseHeader("X-WBM-Refusal")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  document.addEventListener("htmx:afterSwap", function (event) {
    if (!within(event)) { return; }
    var target = event.detail.target || event.target;
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

  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (within(event)) {
        var box = notice(event.target, "offline");
        if (box) { say(event.target, box.textContent.trim()); }
      }
    });
  });
  document.addEventListener("htmx:responseError", function (event) {
    if (within(event)) {
      var box = notice(event.target, "failed");
      if (box) { say(event.target, box.textContent.trim()); }
    }
  });

  /* The XBlock runtime calls this with `new`; Studio's editor passes a jQuery object. */
  window.WbmBlock = function (runtime, element) {
    var node = element.jquery ? element[0] : element;
    if (window.htmx) { window.htmx.process(node); }
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
