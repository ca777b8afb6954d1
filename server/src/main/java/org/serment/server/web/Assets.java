package org.serment.server.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// What pages load beside themselves, all of it from here: one style sheet and one script for every page (so a first page
/// is three requests), and scripts of single pages. Names carry a hash of the content: they are kept for good by browsers.
public final class Assets {
    private static final String OURS = "/org/serment/server/";
    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.8/dist/htmx.min.js";

    record Asset(String type, byte[] body, byte[] gzip) {}

    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Map<String, Asset> byName = new LinkedHashMap<>();

    /// @param doors whose style sheets (`DOOR.css`) are put together, in this order
    Assets(List<String> doors) {
        var css = new ByteArrayOutputStream();
        for (var door : doors) read(OURS + door + "/assets/" + door + ".css").ifPresent(css::writeBytes);
        put("serment.css", "text/css;charset=utf-8", css.toByteArray());
        var script = new ByteArrayOutputStream();
        script.writeBytes(read(HTMX).orElseThrow());
        script.write('\n');
        script.writeBytes(read(OURS + "web/assets/serment.js").orElseThrow());
        put("serment.js", "text/javascript;charset=utf-8", script.toByteArray());
        read(OURS + "web/assets/passkey.js").ifPresent(b -> put("passkey.js", "text/javascript;charset=utf-8", b));
    }

    /// The address of an asset, by its plain name.
    String address(String name) {
        return Optional.ofNullable(addresses.get(name)).orElseThrow(() -> new IllegalStateException("there is no asset " + name));
    }

    /// @param name with its hash, as an address has it
    Optional<Asset> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    private void put(String name, String type, byte[] body) {
        int dot = name.lastIndexOf('.');
        var hashed = name.substring(0, dot) + '-' + hash(body) + name.substring(dot);
        addresses.put(name, "/assets/" + hashed);
        byName.put(hashed, new Asset(type, body, gzip(body)));
    }

    private static Optional<byte[]> read(String resource) {
        try (var in = Assets.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] gzip(byte[] body) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
