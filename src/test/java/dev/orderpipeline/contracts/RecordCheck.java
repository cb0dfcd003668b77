package dev.orderpipeline.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.stream.topics.TopicNames;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.HashMap;
import java.util.Map;

/// Holds records against the schemas of their topics. What the pipeline writes may have no field
/// that the schema does not name.
public final class RecordCheck {

  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setBaseUri("https://order-pipeline.invalid/")
          .setDraft(Draft.DRAFT7)
          .setOutputFormat(OutputFormat.Basic);

  private final Map<String, Validator> values = new HashMap<>();
  private final Map<String, Validator> headers = new HashMap<>();

  public RecordCheck(TopicNames topics) {
    Contracts.of(topics, new Schemas(true))
        .forEach((topic, channel) -> {
          channel.value().ifPresent(schema -> values.put(topic, validator(schema.toString())));
          channel.headers().ifPresent(schema -> headers.put(topic, validator(schema.toString())));
        });
  }

  static Validator validator(String schema) {
    return Validator.create(JsonSchema.of(new JsonObject(schema)), OPTIONS);
  }

  /// Why the value does not fit, or an empty string.
  static String complaint(Validator validator, Object json) {
    OutputUnit result = validator.validate(json);
    return Boolean.TRUE.equals(result.getValid()) ? "" : String.valueOf(result.getErrors());
  }

  /// Fails if the record, which the pipeline or an operator's command wrote, is not as described.
  public void check(TopicRecord record) {
    Validator ofValue = values.get(record.topic());
    if (ofValue != null && record.value().isPresent()) {
      Object json = Json.decodeValue(new String(record.value().get(), UTF_8));
      assertThat(complaint(ofValue, json)).as("value at %s: %s", record.position(), json).isEmpty();
    }
    Validator ofHeaders = headers.get(record.topic());
    if (ofHeaders != null) {
      JsonObject json = new JsonObject(new HashMap<>(record.headers()));
      assertThat(complaint(ofHeaders, json))
          .as("headers at %s: %s", record.position(), json)
          .isEmpty();
    }
  }
}
