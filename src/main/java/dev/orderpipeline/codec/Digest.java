package dev.orderpipeline.codec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Digests that tell equal content from other content: the first 128 bits of SHA-256 (FIPS 180-4),
/// in hex.
public final class Digest {

  private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(Digest::sha256);

  private Digest() {}

  public static String of(byte[] content) {
    return HexFormat.of().formatHex(SHA256.get().digest(content), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
