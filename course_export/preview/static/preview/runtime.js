/* Starts the blocks of a page, as the platform's own runtime does. */
(function () {
  "use strict";

  function handlerUrl(element, name, suffix, query) {
    var node = element.jquery ? element[0] : element;
    var url = node.closest("[data-handler-url]").dataset.handlerUrl + name;
    if (suffix) { url += "/" + suffix; }
    return query ? url + "?" + query : url;
  }

  function Runtime() {}
  Runtime.prototype = {
    handlerUrl: handlerUrl,
    notify: function () {},
    refreshXBlock: function () { window.location.reload(); },
    children: function (block) { return block.children; },
    childMap: function () { return undefined; }
  };

  /* A film that was watched to its end is done. */
  window.PreviewFilm = function (runtime, element) {
    var film = element.querySelector("video");
    if (!film) { return; }
    film.addEventListener("ended", function () {
      var match = document.cookie.match("(?:^|; )csrftoken=([^;]*)");
      window.fetch(runtime.handlerUrl(element, "publish_completion"), {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": match ? match[1] : "" },
        body: JSON.stringify({ completion: 1.0 })
      });
    });
  };

  /* Some questions of a problem bring scripts of their own, and none of its buttons works before these
     have come: until then nothing in it can be pressed. */
  function waitForScripts(loader) {
    var load = loader.executeModuleScripts;
    loader.executeModuleScripts = function (problem, ready) {
      problem.prop("inert", true);
      return load.call(loader, problem, function () {
        problem.prop("inert", false);
        if (ready) { ready(); }
      });
    };
  }
  if (window.JavascriptLoader) { waitForScripts(window.JavascriptLoader); }

  function start(node) {
    if (node.xblockStarted || !node.dataset.init) { return; }
    node.xblockStarted = true;
    var script = node.querySelector(":scope > .xblock_json_init_args");
    var make = window[node.dataset.init];
    if (typeof make !== "function") { return; }
    var runtime = new Runtime();
    runtime.element = node;
    var block = new make(runtime, node, script ? JSON.parse(script.textContent) : {}) || {};
    block.runtime = runtime;
    block.element = node;
  }

  document.querySelectorAll(".xblock").forEach(start);
})();
