package dev.orderpipeline.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.StateName;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Where every order stands by the state topics: of each, the latest snapshot counts. Keeps a line
/// an order, not the snapshots.
public final class OrderListing {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private record Line(int version, StateName state, Instant at, String cause) {}

  private final Map<String, Line> byOrder = new TreeMap<>();

  /// A record of a state topic. What is no snapshot is left out.
  public void add(TopicRecord record) {
    if (record.value().isEmpty()) {
      return;
    }
    try {
      JsonNode snapshot = JSON.readTree(record.value().get());
      byOrder.merge(
          snapshot.path("orderId").asText(),
          new Line(
              snapshot.path("version").intValue(),
              StateName.valueOf(snapshot.path("state").asText()),
              Instant.parse(snapshot.path("at").asText()),
              snapshot.path("cause").asText()),
          (one, other) -> one.version() >= other.version() ? one : other);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      // Not ours; the audit tells of such records.
    }
  }

  /// By orderId, in the shape of the API's listing.
  ///
  /// @param before in their state since before this
  public List<JsonNode> orders(Set<StateName> states, Optional<Instant> before) {
    return byOrder.entrySet().stream()
        .filter(entry -> states.contains(entry.getValue().state()))
        .filter(entry -> before.map(time -> entry.getValue().at().isBefore(time)).orElse(true))
        .map(entry -> json(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static JsonNode json(String orderId, Line line) {
    ObjectNode json = JSON.createObjectNode();
    return json.put("orderId", orderId)
        .put("state", line.state().name())
        .put("version", line.version())
        .put("at", line.at().toString())
        .put("cause", line.cause());
  }
}
