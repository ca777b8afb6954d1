package org.serment.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// One keep-alive HTTP/1.1 connection over a plain socket, as lean as a client can be. Not thread safe.
final class Connection implements AutoCloseable {

    /// @param location the Location header, empty when there was none
    /// @param contentLocation the Content-Location header, empty when there was none
    record Answer(int status, String location, String contentLocation, boolean gzip, byte[] body) {

        String text() {
            if (!gzip) return new String(body, StandardCharsets.UTF_8);
            try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder(128);

    /// @throws IllegalArgumentException for an address that is not this machine's loopback
    Connection(InetAddress address, int port) throws IOException {
        if (!address.isLoopbackAddress()) {
            throw new IllegalArgumentException("the bench talks to loopback only, not to " + address);
        }
        socket = new Socket(address, port);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.setSoTimeout(600_000);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
    }

    /// Sends a whole prepared request (head and body) and reads the whole answer.
    Answer send(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        int status = Integer.parseInt(readLine().split(" ", 3)[1]);
        long length = -1;
        boolean chunked = false;
        boolean gzip = false;
        String location = "";
        String contentLocation = "";
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).strip();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Long.parseLong(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "location" -> location = value;
                case "content-location" -> contentLocation = value;
                case "content-encoding" -> gzip = value.equalsIgnoreCase("gzip");
                default -> { }
            }
        }
        if (chunked) return new Answer(status, location, contentLocation, gzip, readChunks());
        if (status == 204 || status == 304) length = 0;
        if (length < 0) throw new IOException("an answer without a length");
        return new Answer(status, location, contentLocation, gzip, in.readNBytes((int) length));
    }

    private byte[] readChunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(in.readNBytes(size));
            readLine();
        }
        while (!readLine().isEmpty()) { /* trailers */ }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(readLine().split(";")[0].strip(), 16);
    }

    private String readLine() throws IOException {
        line.setLength(0);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("the server closed the connection");
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// A request ready to be sent; without a body when `body` is empty.
    static byte[] request(String method, String path, String token, boolean gzip, byte[] body) {
        return request(method, path, token, "application/fhir+json", gzip, body,
                body.length > 0 ? "Content-Type: application/fhir+json\r\nPrefer: return=minimal\r\n" : "");
    }

    /// @param token nobody is named when it is empty
    /// @param more further header lines, each with its end
    static byte[] request(String method, String path, String token, String accept, boolean gzip, byte[] body, String more) {
        var head = new StringBuilder(512)
                .append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: localhost\r\n")
                .append("Accept: ").append(accept).append("\r\n").append(more);
        if (!token.isEmpty()) head.append("Authorization: Bearer ").append(token).append("\r\n");
        if (gzip) head.append("Accept-Encoding: gzip\r\n");
        if (body.length > 0) head.append("Content-Length: ").append(body.length).append("\r\n");
        byte[] top = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[top.length + body.length];
        System.arraycopy(top, 0, whole, 0, top.length);
        System.arraycopy(body, 0, whole, top.length, body.length);
        return whole;
    }
}
