package dev.orderpipeline.bench.gateways;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the four requests of the gateway contract do when all goes well: the effect goes into the
/// ledger once for each idempotency key, and every repetition gets the first answer. One thread.
final class Effects {

  private final BatchedLedger ledger;
  private final Map<String, String> answers = new HashMap<>();

  Effects(BatchedLedger ledger) {
    this.ledger = ledger;
  }

  /// Answers with 200 and this body; null for a path that is none of the contract's.
  @Nullable String answer(String path, String key, String body) {
    String before = answers.get(key);
    if (before != null) {
      return before;
    }
    String answer =
        switch (path) {
          case "/v2/charges" -> charge(key, body);
          case "/v2/reservations" -> reserve(key, body);
          case "/v2/refunds" -> refund(key, body);
          case "/v2/releases" -> release(key, body);
          default -> null;
        };
    if (answer != null) {
      answers.put(key, answer);
    }
    return answer;
  }

  private String charge(String key, String body) {
    String orderId = Slices.text(body, "orderId");
    String amount = Slices.raw(body, "amount");
    long seq = ledger.add("CAPTURE", orderId, key, ",\"amount\":" + amount);
    return "{\"transactionId\":\"tx_"
        + seq
        + "\",\"status\":\"CAPTURED\",\"orderId\":\""
        + orderId
        + "\",\"amount\":"
        + amount
        + "}";
  }

  private String reserve(String key, String body) {
    String orderId = Slices.text(body, "orderId");
    long seq = ledger.add("RESERVE", orderId, key, ",\"items\":" + Slices.raw(body, "items"));
    return "{\"reservationId\":\"rs_"
        + seq
        + "\",\"status\":\"RESERVED\",\"orderId\":\""
        + orderId
        + "\"}";
  }

  /// Of what was not charged nothing is refunded, but the key is barred. (Nobody in a bench sends a
  /// late original, so barring it is only written down.)
  private String refund(String key, String body) {
    String original = Slices.text(body, "chargeKey");
    boolean charged = answers.containsKey(original);
    String undoes = ",\"undoes\":\"" + original + '"';
    long seq =
        ledger.add(
            charged ? "REFUND" : "BAR",
            Slices.text(body, "orderId"),
            key,
            charged ? undoes + ",\"amount\":" + Slices.raw(body, "amount") : undoes);
    return "{\"refundId\":\"rf_%d\",\"status\":\"%s\"}"
        .formatted(seq, charged ? "REFUNDED" : "NOTHING_TO_REFUND");
  }

  private String release(String key, String body) {
    String original = Slices.text(body, "reservationKey");
    boolean reserved = answers.containsKey(original);
    String undoes = ",\"undoes\":\"" + original + '"';
    long seq =
        ledger.add(
            reserved ? "RELEASE" : "BAR",
            Slices.text(body, "orderId"),
            key,
            reserved ? undoes + ",\"items\":" + Slices.raw(body, "items") : undoes);
    return "{\"releaseId\":\"rl_%d\",\"status\":\"%s\"}"
        .formatted(seq, reserved ? "RELEASED" : "NOTHING_TO_RELEASE");
  }
}
