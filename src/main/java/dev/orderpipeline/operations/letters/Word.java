package dev.orderpipeline.operations.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.SourcePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an operator has done about a letter, as the operations topic keeps it.
///
/// @param redrives how often the case was redriven, this time included
/// @param to where the redriven record lies
/// @param root the first letter of the case
/// @param edited whether the record was corrected before
public record Word(
    LetterStatus status,
    Instant at,
    String by,
    String why,
    int redrives,
    Optional<SourcePosition> to,
    String root,
    boolean edited) {

  /// Of subjects on the operations topic.
  public static final String KIND = "dead-letter";

  private static final Pattern PLACE = Pattern.compile("(.{1,249})-([0-9]{1,9})@([0-9]{1,18})");

  /// Empty if it is none that this program writes.
  public static Optional<Word> of(JsonNode json) {
    try {
      LetterStatus status = LetterStatus.valueOf(json.path("status").asText());
      if (status != LetterStatus.REDRIVEN && status != LetterStatus.DISCARDED) {
        return Optional.empty();
      }
      return Optional.of(
          new Word(
              status,
              Instant.parse(json.path("at").asText()),
              LetterReader.line(json.path("by").asText()),
              LetterReader.line(json.path("why").asText()),
              json.path("redrives").asInt(),
              place(json.path("to").asText("")),
              json.path("root").asText(""),
              json.path("edited").asBoolean()));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<SourcePosition> place(String text) {
    Matcher matcher = PLACE.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new SourcePosition(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }

  public ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("status", status.name())
            .put("at", at.toString())
            .put("by", by)
            .put("why", why)
            .put("redrives", redrives)
            .put("root", root);
    to.ifPresent(place -> json.put("to", place.toString()));
    return edited ? json.put("edited", true) : json;
  }
}
