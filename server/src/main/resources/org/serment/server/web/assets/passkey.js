// Passkeys: the options come with the form (data-options) or are asked for when it is sent (data-ask), the answer goes back in it. Without this script, or without passkeys in the
// browser, the form stays hidden and the other ways remain.
(function () {
    'use strict';
    function bytes(text) {
        var binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
        return Uint8Array.from(binary, function (c) { return c.charCodeAt(0); });
    }
    function text(buffer) {
        var binary = '';
        new Uint8Array(buffer).forEach(function (b) { binary += String.fromCharCode(b); });
        return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    }
    function descriptors(list) {
        return (list || []).map(function (one) { return Object.assign({}, one, {id: bytes(one.id)}); });
    }
    function offered(form) {
        if (form.dataset.options) return Promise.resolve(form.dataset.options);
        var body = new URLSearchParams({_csrf: form.elements._csrf.value});
        return fetch(form.dataset.ask, {method: 'POST', body: body}).then(function (answer) {
            if (!answer.ok) throw new Error('no options');
            return answer.text();
        }).then(function (page) {
            return new DOMParser().parseFromString(page, 'text/html').querySelector('[data-options]').dataset.options;
        });
    }
    function ask(form, text) {
        var options = JSON.parse(text);
        options.challenge = bytes(options.challenge);
        delete options.extensions;
        if (form.dataset.passkey === 'get') {
            options.allowCredentials = descriptors(options.allowCredentials);
            return navigator.credentials.get({publicKey: options});
        }
        options.user.id = bytes(options.user.id);
        options.excludeCredentials = descriptors(options.excludeCredentials);
        return navigator.credentials.create({publicKey: options});
    }
    function answer(credential) {
        var from = credential.response;
        var response = {clientDataJSON: text(from.clientDataJSON)};
        ['attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (name) {
            if (from[name]) response[name] = text(from[name]);
        });
        if (from.getTransports) response.transports = from.getTransports();
        return JSON.stringify({id: credential.id, rawId: text(credential.rawId), type: credential.type, response: response,
            authenticatorAttachment: credential.authenticatorAttachment, clientExtensionResults: {}});
    }
    document.addEventListener('DOMContentLoaded', function () {
        if (!window.PublicKeyCredential) return;
        document.querySelectorAll('form[data-passkey]').forEach(function (form) {
            var status = form.querySelector('[role=status]');
            form.hidden = false;
            form.addEventListener('submit', function (event) {
                event.preventDefault();
                status.textContent = '';
                offered(form).then(function (options) { return ask(form, options); }).then(function (credential) {
                    form.elements.credential.value = answer(credential);
                    form.submit();
                }).catch(function () {
                    status.textContent = status.dataset.failed;
                });
            });
        });
        document.querySelectorAll('[data-without-passkey]').forEach(function (one) { one.hidden = true; });
    });
})();
