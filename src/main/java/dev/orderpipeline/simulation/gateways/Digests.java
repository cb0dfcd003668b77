package dev.orderpipeline.simulation.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import dev.orderpipeline.domain.Step;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// Digests that tell payloads apart: the first 64 bits of a SHA-256, which is ample against
/// accidents and a quarter of the memory.
final class Digests {

  /// Stands for "not remembered"; no digest has this value.
  static final long UNKNOWN = 0;

  private Digests() {}

  static long ofPayload(byte[] payload) {
    long digest = ByteBuffer.wrap(sha256().digest(payload)).getLong();
    return digest == UNKNOWN ? 1 : digest;
  }

  static long ofCharge(String orderId, Money amount) {
    return of(
        Step.CHARGE.label(),
        orderId,
        Long.toString(amount.value()),
        amount.currency().getCurrencyCode());
  }

  static long ofReservation(String orderId, List<Item> items) {
    String[] parts = new String[2 + 2 * items.size()];
    int next = 0;
    parts[next++] = Step.RESERVE.label();
    parts[next++] = orderId;
    for (Item item : items) {
      parts[next++] = item.sku();
      parts[next++] = Integer.toString(item.quantity());
    }
    return of(parts);
  }

  static long ofUndo(Step step, String orderId, String originalKey) {
    return of(step.label(), orderId, originalKey);
  }

  /// A number from 0 (inclusive) to 1 (exclusive) that is always the same for the same salt and
  /// text.
  static double uniform(long salt, String text) {
    return (of(Long.toString(salt), text) >>> 11) * 0x1p-53;
  }

  /// Parts are told apart by their lengths, so that no two lists of parts look the same.
  private static long of(String... parts) {
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      text.append(part.length()).append(':').append(part);
    }
    return ofPayload(text.toString().getBytes(UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
