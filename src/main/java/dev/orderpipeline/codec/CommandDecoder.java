package dev.orderpipeline.codec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.domain.Input;
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
public final class CommandDecoder {

  private static final int MAX_BYTES = 64 * 1024;

  /// These words are kept with the order, and every version of it carries them on.
  private static final int MAX_WORDS = 128;

  /// What is longer is cut: a reason is no reason to refuse.
  private static final int MAX_REASON = 300;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  /// What the bytes turned out to be.
  public sealed interface DecodedCommand {
    record Valid(Input.Command command) implements DecodedCommand {}

    record Malformed(String reason, String message) implements DecodedCommand {}
  }

  /// Reads one record.
  ///
  /// @param offset where it lies, by which a repetition is recognised
  public DecodedCommand decode(byte @Nullable [] value, long offset) {
    if (value == null || value.length > MAX_BYTES) {
      return malformed("a command must have 1 to " + MAX_BYTES + " bytes");
    }
    try {
      JsonNode json = JSON.readTree(Utf8.strictly(value));
      String by = json.path("by").asText("");
      if (!isShort(by)) {
        return malformed(
            "a command must say in 'by' who asks, in 1 to " + MAX_WORDS + " characters");
      }
      String command = json.path("command").asText("");
      return switch (command) {
        case "cancel" -> valid(new Input.Cancel(offset, by, reason(json, "reason")));
        case "redrive" -> valid(new Input.Redrive(offset, by, reason(json, "reason")));
        case "resolve" -> resolve(json, offset, by);
        default -> malformed("'command' must be cancel, redrive or resolve");
      };
    } catch (IOException e) {
      return malformed("a command must be a JSON object");
    }
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
