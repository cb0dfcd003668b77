package dev.orderpipeline.codec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Restoration;
import dev.orderpipeline.domain.Step;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the commands on `orders.commands`; the key is the orderId:
///
///     {"command":"cancel","by":"ops","reason":"customer called"}
///     {"command":"redrive","by":"ops","reason":"gateway is back"}
///     {"command":"resolve","by":"ops","step":"refund","done":true,"reference":"rf_1","evidence":"ticket 7"}
///     {"command":"restore","by":"ops","snapshot":{ a whole record of a state topic }}
public final class CommandDecoder {

  private static final int MAX_BYTES = 64 * 1024;

  /// A restore carries a snapshot, and a snapshot carries an order.
  private static final int MAX_RESTORE_BYTES = 4 << 20;

  /// These words are kept with the order, and every version of it carries them on.
  private static final int MAX_WORDS = 128;

  /// What is longer is cut: a reason is no reason to refuse.
  private static final int MAX_REASON = 300;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          // Orders keep their numbers as they were written.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final SnapshotReader READER = new SnapshotReader();
  private static final SnapshotWriter WRITER = new SnapshotWriter();

  /// What the bytes turned out to be.
  public sealed interface DecodedCommand {
    record Valid(Input.Command command) implements DecodedCommand {}

    /// The order is to be taken up from this snapshot, which is sound.
    record Restore(String by, Order snapshot) implements DecodedCommand {}

    record Malformed(String reason, String message) implements DecodedCommand {}
  }

  /// Reads one record.
  ///
  /// @param offset where it lies, by which a repetition is recognised
  public DecodedCommand decode(byte @Nullable [] value, long offset) {
    if (value == null || value.length > MAX_RESTORE_BYTES) {
      return tooLong();
    }
    try {
      JsonNode json = JSON.readTree(Utf8.strictly(value));
      String by = json.path("by").asText("");
      if (!isShort(by)) {
        return malformed(
            "a command must say in 'by' who asks, in 1 to " + MAX_WORDS + " characters");
      }
      String command = json.path("command").asText("");
      if (command.equals("restore")) {
        return restore(json, by);
      }
      if (value.length > MAX_BYTES) {
        return tooLong();
      }
      return switch (command) {
        case "cancel" -> valid(new Input.Cancel(offset, by, reason(json, "reason")));
        case "redrive" -> valid(new Input.Redrive(offset, by, reason(json, "reason")));
        case "resolve" -> resolve(json, offset, by);
        default -> malformed("'command' must be cancel, redrive, resolve or restore");
      };
    } catch (IOException | NumberFormatException e) {
      // Jackson lets the latter through for exponents that no number can have.
      return malformed("a command must be a JSON object");
    }
  }

  /// Only what this version would itself have written is taken for a snapshot: what lies in the
  /// stores must be readable for ever after.
  private static DecodedCommand restore(JsonNode json, String by) {
    Order order;
    try {
      order = READER.read(json.path("snapshot"));
      if (!READER.read(WRITER.write(order)).equals(order)) {
        return malformed("restore needs 'snapshot': a whole record of a state topic");
      }
    } catch (RuntimeException e) {
      // Whatever is wrong with it, it does not stop the partition.
      String why = e instanceof IllegalArgumentException ? ": " + e.getMessage() : "";
      return malformed("restore needs 'snapshot': a whole record of a state topic" + why);
    }
    return Restoration.flaw(order)
        .map(flaw -> malformed("restore needs a snapshot that can have been published: " + flaw))
        .orElseGet(() -> new DecodedCommand.Restore(by, order));
  }

  private static DecodedCommand tooLong() {
    return malformed(
        "a command must have 1 to %d bytes, a restore at most %d"
            .formatted(MAX_BYTES, MAX_RESTORE_BYTES));
  }

  private static DecodedCommand resolve(JsonNode json, long offset, String by) {
    String step = json.path("step").asText("");
    String evidence = reason(json, "evidence");
    if (!json.path("done").isBoolean() || evidence.isEmpty()) {
      return malformed("resolve needs 'done' (true or false) and 'evidence'");
    }
    Optional<String> reference =
        Optional.ofNullable(json.get("reference")).map(JsonNode::textValue);
    if (!reference.map(CommandDecoder::isShort).orElse(true)) {
      return malformed("'reference' must have 1 to " + MAX_WORDS + " characters");
    }
    for (Step known : Step.values()) {
      if (known.label().equals(step.toLowerCase(Locale.ROOT))) {
        return valid(
            new Input.Resolve(
                offset, by, known, json.path("done").booleanValue(), reference, evidence));
      }
    }
    return malformed("resolve needs 'step': charge, reserve, refund or release");
  }

  /// In one line, of what records can carry.
  private static String reason(JsonNode json, String field) {
    String text = json.path(field).asText("").strip();
    String cut = text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON - 1) + "…";
    return Utf8.carried(cut.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " "));
  }

  private static boolean isShort(String words) {
    return !words.isEmpty() && words.length() <= MAX_WORDS && Utf8.canCarry(words);
  }

  private static DecodedCommand valid(Input.Command command) {
    return new DecodedCommand.Valid(command);
  }

  private static DecodedCommand malformed(String message) {
    return new DecodedCommand.Malformed("malformed_command", message);
  }
}
