package dev.orderpipeline.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.Golden;
import dev.orderpipeline.codec.CommandDecoder;
import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.stream.topics.TopicNames;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Validator;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractsTest {

  private static final TopicNames TOPICS = new TopicNames("orders.");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Validator placed = RecordCheck.validator(new Schemas(false).placed().toString());
  private final Validator command = RecordCheck.validator(new Schemas(false).command().toString());

  @Test
  void theDocumentsAreThoseOfTheCode() throws JsonProcessingException {
    Golden.check(Path.of("asyncapi.json"), pretty(Contracts.asyncApi(TOPICS)));
    for (Map.Entry<String, ObjectNode> file : Contracts.files(TOPICS).entrySet()) {
      Golden.check(Path.of("schemas", file.getKey()), pretty(file.getValue()));
    }
  }

  @Test
  void aRecordThatIsNotAsDescribedIsNoticed() {
    Map<String, String> headers =
        Map.of(
            "dlq_id",
            "o-1:4",
            "dlq_reason",
            "x",
            "dlq_message",
            "",
            "dlq_at",
            "2026-01-02T03:04:05Z");
    RecordCheck check = new RecordCheck(TOPICS);
    check.check(record(TOPICS.deadLetter(), "anything", headers));
    assertThatThrownBy(() ->
            check.check(record(TOPICS.deadLetter(), "anything", Map.of("dlq_reason", "NOT ours"))))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> check.check(record(TOPICS.operations(), "{\"by\":\"ops\"}", Map.of())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("orders.operations");
  }

  private static TopicRecord record(String topic, String value, Map<String, String> headers) {
    return new TopicRecord(
        topic, 0, 0, Instant.EPOCH, Optional.of("k"), Optional.of(value.getBytes(UTF_8)), headers);
  }

  @Test
  void everyTopicIsDescribed() {
    assertThat(Contracts.of(TOPICS, new Schemas(false)).keySet())
        .containsExactlyElementsOf(TOPICS.all());
    assertThat(TOPICS.states()).hasSize(StateName.values().length - 1);
  }

  /// Fields with their values; what the guard refuses for a reason that a schema can express, the
  /// schema refuses, and the other way round.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "orderId        | null",
        "orderId        | 7",
        "orderId        | \"\"",
        "orderId        | \"o 1\"",
        "customerId     | null",
        "customerId     | \"\"",
        "customerId     | []",
        "customerId     | \"c\"",
        "amount         | 4990",
        "amount         | {}",
        "amount         | {\"value\":1}",
        "amount         | {\"value\":\"1\",\"currency\":\"EUR\"}",
        "amount         | {\"value\":true,\"currency\":\"EUR\"}",
        "amount         | {\"value\":0,\"currency\":\"EUR\"}",
        "amount         | {\"value\":1,\"currency\":\"EUR\"}",
        "amount         | {\"value\":1000000000000,\"currency\":\"JPY\"}",
        "amount         | {\"value\":1000000000001,\"currency\":\"EUR\"}",
        "amount         | {\"value\":1,\"currency\":\"eur\"}",
        "amount         | {\"value\":1,\"currency\":978}",
        "items          | {}",
        "items          | []",
        "items          | [null]",
        "items          | [{\"sku\":\"s\"}]",
        "items          | [{\"sku\":\"\",\"quantity\":1}]",
        "items          | [{\"sku\":\"s\",\"quantity\":1}]",
        "items          | [{\"sku\":\"s\",\"quantity\":1000000}]",
        "items          | [{\"sku\":\"s\",\"quantity\":1000001}]",
        "items          | [{\"sku\":\"s\",\"quantity\":1.5}]",
        "placedAt       | 7",
        "placedAt       | null",
        "paymentMethodId| {}",
        "paymentMethodId| \"pm_1\"",
        "metadata       | {\"k\":[1,2]}",
        "unknown        | {\"k\":[1,2]}",
      })
  void theGuardAndTheSchemaAgreeOnOrders(String field, String value) {
    JsonObject order =
        new JsonObject(
            """
            {"orderId":"o-1","customerId":"c-7","amount":{"value":4990,"currency":"EUR"},
            "items":[{"sku":"SKU-1","quantity":2}]}\
            """);
    order.put(field, new JsonObject("{\"v\":" + value + "}").getValue("v"));
    boolean guard =
        new OrderPlacedDecoder().decodeUnkeyed(order.encode().getBytes(UTF_8))
            instanceof Decoded.Valid;
    assertThat(RecordCheck.complaint(placed, order).isEmpty()).as(order.encode()).isEqualTo(guard);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"command\":\"cancel\",\"by\":\"ops\",\"reason\":\"r\"}",
        "{\"command\":\"cancel\"}",
        "{\"command\":\"cancel\",\"by\":\"\"}",
        "{\"command\":\"charge\",\"by\":\"ops\"}",
        "{\"command\":\"redrive\",\"by\":\"ops\"}",
        "{\"command\":\"resolve\",\"by\":\"ops\"}",
        "{\"command\":\"resolve\",\"by\":\"ops\",\"step\":\"refund\",\"done\":true,\"evidence\":\"e\"}",
        "{\"command\":\"resolve\",\"by\":\"ops\",\"step\":\"dance\",\"done\":true,\"evidence\":\"e\"}",
        "{\"command\":\"resolve\",\"by\":\"ops\",\"step\":\"refund\",\"done\":\"yes\",\"evidence\":\"e\"}",
        "{\"command\":\"resolve\",\"by\":\"ops\",\"step\":\"refund\",\"done\":true,\"evidence\":\"\"}",
      })
  void theGuardAndTheSchemaAgreeOnCommands(String json) {
    boolean guard =
        new CommandDecoder().decode(json.getBytes(UTF_8), 0)
            instanceof CommandDecoder.DecodedCommand.Valid;
    assertThat(RecordCheck.complaint(command, new JsonObject(json)).isEmpty()).isEqualTo(guard);
  }

  private static String pretty(JsonNode json) throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }
}
