package org.serment.server.vault;

/// An opened body.
///
/// @param frame    the zstd frame as it was sealed: it can go out as it is to a client that accepts zstd
/// @param contents the bytes in it
public record Body(byte[] frame, byte[] contents) {}
