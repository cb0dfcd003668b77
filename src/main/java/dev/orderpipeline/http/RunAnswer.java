package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/// What is answered about something that takes long.
record RunAnswer(int status, ObjectNode body) {

  private static final List<String> FIELDS =
      List.of("status", "selection", "from", "published", "total", "at", "by", "why");

  /// @param word the last one on the operations topic
  /// @param brokenOff why this instance has not ended it
  static ObjectNode told(String id, JsonNode word, Optional<String> brokenOff) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id);
    FIELDS.stream().filter(word::has).forEach(field -> json.set(field, word.get(field)));
    brokenOff.ifPresent(because -> json.put("brokenOff", because));
    return json;
  }

  static Refusal unknown(String kind, String id) {
    return new Refusal(Problem.of(404, "not_found", "there is no %s %s".formatted(kind, id)));
  }

  void send(RoutingContext call, String kind) {
    if (status == 202) {
      call.response().putHeader("Location", "/" + kind + "/" + body.path("id").asText());
    }
    Replies.json(call, status, body);
  }
}
