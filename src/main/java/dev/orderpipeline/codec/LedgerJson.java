package dev.orderpipeline.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A ledger is a text file of JSON objects, one a line, in the order of the effects:
///
///     {"seq":1,"at":"2026-01-02T03:04:05Z","effect":"CAPTURE","orderId":"o-1","key":"charge-…",
///      "amount":{"value":4990,"currency":"EUR"},"reference":"tx_1"}
///     {"seq":2,…,"effect":"REFUND","orderId":"o-1","key":"refund-…","undoes":"charge-…","amount":{…},…}
public final class LedgerJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private LedgerJson() {}

  /// One line, without the line end.
  public static String write(LedgerEntry entry) {
    ObjectNode node = JSON.createObjectNode();
    node.put("seq", entry.seq());
    node.put("at", entry.at().toString());
    node.put("effect", entry.effect().name());
    node.put("orderId", entry.orderId());
    node.put("key", entry.key());
    entry.undoes().ifPresent(undoes -> node.put("undoes", undoes));
    entry
        .amount()
        .ifPresent(amount ->
            node.putObject("amount")
                .put("value", amount.value())
                .put("currency", amount.currency().getCurrencyCode()));
    if (!entry.items().isEmpty()) {
      var items = node.putArray("items");
      entry
          .items()
          .forEach(i -> items.addObject().put("sku", i.sku()).put("quantity", i.quantity()));
    }
    entry.reference().ifPresent(reference -> node.put("reference", reference));
    return node.toString();
  }

  /// Reads one line.
  ///
  /// @throws IllegalArgumentException if the line is not a ledger entry, saying what is wrong with
  ///   it
  public static LedgerEntry read(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return new LedgerEntry(
          required(node, "seq").longValue(),
          Instant.parse(required(node, "at").textValue()),
          LedgerEntry.Effect.valueOf(required(node, "effect").textValue()),
          required(node, "orderId").textValue(),
          required(node, "key").textValue(),
          text(node.get("undoes")),
          Optional.ofNullable(node.get("amount")).map(LedgerJson::money),
          Optional.ofNullable(node.get("items")).map(LedgerJson::items).orElse(List.of()),
          text(node.get("reference")));
    } catch (JsonProcessingException | RuntimeException e) {
      throw new IllegalArgumentException("not a ledger entry (" + e.getMessage() + "): " + line, e);
    }
  }

  private static JsonNode required(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException("field '" + field + "' is missing");
    }
    return value;
  }

  private static Optional<String> text(@Nullable JsonNode node) {
    return Optional.ofNullable(node).map(JsonNode::textValue);
  }

  private static Money money(JsonNode node) {
    return new Money(
        required(node, "value").longValue(),
        Currency.getInstance(required(node, "currency").textValue()));
  }

  private static List<Item> items(JsonNode array) {
    Stream<JsonNode> nodes = StreamSupport.stream(array.spliterator(), false);
    return new ArrayList<>(
        nodes
            .map(n -> new Item(required(n, "sku").textValue(), required(n, "quantity").intValue()))
            .toList());
  }
}
