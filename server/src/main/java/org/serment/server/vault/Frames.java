package org.serment.server.vault;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.concurrent.ConcurrentLinkedQueue;

/// zstd frames, with contexts that are used again: making one costs more than a small frame.
final class Frames {
    private static final int LEVEL = 3;
    private static final long LARGEST = 256L << 20;
    private final ConcurrentLinkedQueue<ZstdCompressCtx> packers = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ZstdDecompressCtx> unpackers = new ConcurrentLinkedQueue<>();

    byte[] pack(byte[] contents) {
        ZstdCompressCtx c = packers.poll();
        if (c == null) c = new ZstdCompressCtx().setLevel(LEVEL).setContentSize(true).setChecksum(false);
        byte[] frame = c.compress(contents);
        packers.offer(c);
        return frame;
    }

    /// @throws IllegalArgumentException when it isn't a frame that [#pack] made
    byte[] unpack(byte[] frame) {
        long size = Zstd.getFrameContentSize(frame);
        if (size < 0 || size > LARGEST) throw new IllegalArgumentException("not a frame of ours");
        ZstdDecompressCtx d = unpackers.poll();
        if (d == null) d = new ZstdDecompressCtx();
        byte[] contents = d.decompress(frame, (int) size);
        unpackers.offer(d);
        return contents;
    }
}
