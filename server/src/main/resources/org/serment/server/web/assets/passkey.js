// Passkeys: the options come with the form (data-options), the answer goes back in it. Without this script, or without passkeys in the
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
    function ask(form) {
        var options = JSON.parse(form.dataset.options);
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
                ask(form).then(function (credential) {
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
