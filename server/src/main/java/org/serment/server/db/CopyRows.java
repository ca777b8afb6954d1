package org.serment.server.db;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Many rows into one table by binary COPY, inside a transaction.
/// The format is PostgreSQL's "Binary Format" of COPY: numbers in network order, each field with its length.
///
/// ```java
/// try (CopyRows rows = CopyRows.into(tx, "token", "tenant", "oid", "hash")) {
///     for (...) rows.row().int2(tenant).int8(oid).int8(hash);
///     rows.end();
/// }
/// ```
///
/// A method's name is that of the column's type. Closing without [#end()] cancels the COPY, which aborts the transaction.
public final class CopyRows implements AutoCloseable {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    /// Microseconds from 1970 to 2000, PostgreSQL's epoch.
    private static final long EPOCH_US = 946_684_800_000_000L;
    private static final int FLUSH_AT = 1 << 16;
    private static final int INT8_OID = 20;
    /// Decimal digits in one of PostgreSQL's.
    private static final int GROUP = 4;

    private final CopyIn copy;
    private final int columns;
    private ByteBuffer buffer = ByteBuffer.allocate(FLUSH_AT + (1 << 14));
    private int missing;
    private long rows;

    private CopyRows(CopyIn copy, int columns) {
        this.copy = copy;
        this.columns = columns;
        buffer.put(SIGNATURE).putInt(0).putInt(0);
    }

    /// Begins. Table and columns are names from the program, never from outside.
    public static CopyRows into(Tx tx, String table, String... columns) {
        try {
            PGConnection c = tx.connection().unwrap(PGConnection.class);
            CopyIn copy = c.getCopyAPI().copyIn("copy " + table + " (" + String.join(", ", columns) + ") from stdin (format binary)");
            return new CopyRows(copy, columns.length);
        } catch (SQLException e) {
            throw Fault.of(e);
        }
    }

    /// Begins a row; each of its columns must follow, in order.
    public CopyRows row() {
        complete();
        if (buffer.position() > FLUSH_AT) flush();
        missing = columns;
        rows++;
        room(2).putShort((short) columns);
        return this;
    }

    public CopyRows int2(int value) {
        if (value != (short) value) throw new IllegalArgumentException("out of smallint: " + value);
        field(2).putShort((short) value);
        return this;
    }

    public CopyRows int4(int value) {
        field(4).putInt(value);
        return this;
    }

    public CopyRows int8(long value) {
        field(8).putLong(value);
        return this;
    }

    public CopyRows float8(double value) {
        field(8).putDouble(value);
        return this;
    }

    public CopyRows bool(boolean value) {
        field(1).put((byte) (value ? 1 : 0));
        return this;
    }

    public CopyRows uuid(UUID value) {
        field(16).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
        return this;
    }

    public CopyRows bytea(byte[] value) {
        field(value.length).put(value);
        return this;
    }

    public CopyRows text(String value) {
        return bytea(value.getBytes(StandardCharsets.UTF_8));
    }

    /// A timestamptz; less than a microsecond is cut off.
    public CopyRows timestamptz(Instant value) {
        field(8).putLong(Math.addExact(Math.multiplyExact(value.getEpochSecond(), 1_000_000L), value.getNano() / 1_000) - EPOCH_US);
        return this;
    }

    /// A bigint[] of one dimension.
    public CopyRows int8s(long[] values) {
        int head = values.length == 0 ? 12 : 20;
        ByteBuffer b = field(head + 12 * values.length);
        b.putInt(values.length == 0 ? 0 : 1).putInt(0).putInt(INT8_OID);
        if (values.length > 0) b.putInt(values.length).putInt(1);
        for (long v : values) b.putInt(8).putLong(v);
        return this;
    }

    /// A number of any size: groups of four decimal digits around the point.
    public CopyRows numeric(BigDecimal value) {
        var digits = value.unscaledValue().abs().toString();
        int scale = value.scale();
        int back = Math.floorMod(-scale, GROUP);
        digits = "0".repeat(Math.floorMod(-(digits.length() + back), GROUP)) + digits + "0".repeat(back);
        int groups = value.signum() == 0 ? 0 : digits.length() / GROUP;
        field(8 + 2 * groups).putShort((short) groups).putShort((short) (groups == 0 ? 0 : groups - 1 - (scale + back) / GROUP))
                .putShort((short) (value.signum() < 0 ? 0x4000 : 0)).putShort((short) Math.max(0, scale));
        for (int i = 0; i < groups; i++) buffer.putShort(Short.parseShort(digits.substring(i * GROUP, i * GROUP + GROUP)));
        return this;
    }

    /// SQL's NULL.
    public CopyRows nothing() {
        next();
        room(4).putInt(-1);
        return this;
    }

    /// Sends what is left and waits for the server.
    ///
    /// @return how many rows were written
    public long end() {
        complete();
        room(2).putShort((short) -1);
        flush();
        try {
            copy.endCopy();
            return rows;
        } catch (SQLException e) {
            throw Fault.of(e);
        }
    }

    @Override
    public void close() {
        if (!copy.isActive()) return;
        try {
            copy.cancelCopy();
        } catch (SQLException e) {
            // the transaction is aborted or its connection gone: its end says so
        }
    }

    private void complete() {
        if (missing != 0) throw new IllegalStateException(missing + " columns of the row are missing");
    }

    private void next() {
        if (missing-- <= 0) throw new IllegalStateException("the row has only " + columns + " columns");
    }

    private ByteBuffer field(int length) {
        next();
        return room(4 + length).putInt(length);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) flush();
        if (buffer.capacity() < bytes) buffer = ByteBuffer.allocate(bytes + (1 << 14));
        return buffer;
    }

    private void flush() {
        if (buffer.position() == 0) return;
        try {
            copy.writeToCopy(buffer.array(), 0, buffer.position());
            buffer.clear();
        } catch (SQLException e) {
            throw Fault.of(e);
        }
    }
}
