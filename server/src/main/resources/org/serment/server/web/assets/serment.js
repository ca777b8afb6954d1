// What htmx needs beside itself: after a swap the focus goes to what is new, and a screen reader hears its title.
(function () {
    'use strict';
    document.addEventListener('htmx:afterSettle', function (event) {
        var target = event.detail.target;
        if (!target || !target.id) return;
        var place = document.getElementById(target.id);
        if (!place) return;
        var within = document.activeElement && document.activeElement !== document.body && document.contains(document.activeElement);
        if (!within) {
            if (!place.hasAttribute('tabindex')) place.setAttribute('tabindex', '-1');
            place.focus({preventScroll: true});
        }
        var heading = place.querySelector('h1, h2, caption');
        var live = document.getElementById('live');
        if (live && heading) live.textContent = heading.textContent;
    });
    // An answer without the part that is asked for (signed out, a problem): the whole page is shown.
    document.addEventListener('htmx:beforeSwap', function (event) {
        var from = event.detail.elt && event.detail.elt.closest('[hx-select]');
        if (!from) return;
        var page = new DOMParser().parseFromString(event.detail.xhr.responseText, 'text/html');
        if (page.querySelector(from.getAttribute('hx-select'))) return;
        event.detail.shouldSwap = false;
        location.assign(event.detail.xhr.responseURL || location.href);
    });
    document.addEventListener('DOMContentLoaded', function () {
        var summary = document.querySelector('.error-summary');
        if (summary) summary.focus();
    });
})();
