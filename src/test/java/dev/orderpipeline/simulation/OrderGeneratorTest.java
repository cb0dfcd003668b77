package dev.orderpipeline.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.simulation.GeneratedRecord.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderGeneratorTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final OrderMix ALL = new OrderMix(0.1, 0.1, 0.1, 0.1, 0.1, 0.3);

  @Test
  void givesTheSameRecordsForTheSameSeedAndOthersForAnother() {
    assertThat(texts(7, ALL)).isEqualTo(texts(7, ALL)).isNotEqualTo(texts(8, ALL));
  }

  @Test
  void keepsToTheMix() {
    int n = 20_000;
    Map<Kind, Long> counts =
        new OrderGenerator(1, "r", ALL)
            .stream()
                .limit(n)
                .collect(Collectors.groupingBy(GeneratedRecord::kind, Collectors.counting()));
    assertThat(counts.keySet()).isEqualTo(EnumSet.allOf(Kind.class));
    var evenly =
        List.of(
            Kind.DECLINED,
            Kind.OUT_OF_STOCK,
            Kind.RULE_BREAKER,
            Kind.DUPLICATE,
            Kind.CONFLICTING_DUPLICATE);
    for (Kind kind : evenly) {
      assertThat(counts.getOrDefault(kind, 0L) / (double) n)
          .as(kind.name())
          .isCloseTo(0.1, within(0.01));
    }
    assertThat(counts.getOrDefault(Kind.GOOD, 0L) / (double) n).isCloseTo(0.2, within(0.02));
  }

  @Test
  void cleanOrdersAreDistinctAndWithinTheLimits() {
    var ids = new ArrayList<String>();
    for (GeneratedRecord record : records(3, OrderMix.clean())) {
      JsonNode order = json(record.value());
      String id = order.get("orderId").textValue();
      ids.add(id);
      assertThat(record.kind()).isEqualTo(Kind.GOOD);
      assertThat(text(record.key()))
          .isEqualTo(id)
          .startsWith("run-")
          .matches("[A-Za-z0-9._-]{1,64}");
      assertThat(order.get("amount").get("value").longValue())
          .isBetween(1L, OrderGenerator.AMOUNT_LIMIT);
      assertThat(order.get("items").size()).isBetween(1, 5);
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void everyKindIsWhatItSays() {
    Map<String, String> firstById = new HashMap<>();
    for (GeneratedRecord record : records(5, ALL)) {
      String value = record.value() == null ? null : text(record.value());
      switch (record.kind()) {
        case GOOD -> firstById.put(text(record.key()), Objects.requireNonNull(value));
        case DECLINED -> {
          assertThat(json(record.value()).get("paymentMethodId").textValue())
              .containsPattern("^pm_(declined|insufficient)_");
          firstById.put(text(record.key()), Objects.requireNonNull(value));
        }
        case OUT_OF_STOCK -> {
          assertThat(json(record.value()).get("items").findValuesAsText("sku"))
              .anyMatch(sku -> sku.startsWith("SKU-OUT"));
          firstById.put(text(record.key()), Objects.requireNonNull(value));
        }
        case RULE_BREAKER -> {
          assertThat(json(record.value()).get("amount").get("value").longValue())
              .isGreaterThan(OrderGenerator.AMOUNT_LIMIT);
          firstById.put(text(record.key()), Objects.requireNonNull(value));
        }
        case DUPLICATE -> assertThat(value).isEqualTo(firstById.get(text(record.key())));
        case CONFLICTING_DUPLICATE ->
            assertThat(value)
                .isNotEqualTo(firstById.get(text(record.key())))
                .contains("\"" + text(record.key()) + "\"");
        case NOT_JSON -> assertThatThrownBy(() -> JSON.readTree(record.value()));
        case MISSING_FIELD -> assertThat(json(record.value()).size()).isLessThan(6);
        case WRONG_TYPE -> assertThat(json(record.value()).get("items").isTextual()).isTrue();
        case TOO_DEEP -> assertThat(value).startsWith("[".repeat(2000));
        case KEY_MISMATCH ->
            assertThat(text(record.key()))
                .isNotEqualTo(json(record.value()).get("orderId").textValue());
        case NO_KEY -> assertThat(record.key()).isNull();
        case TOMBSTONE -> assertThat(record.value()).isNull();
        case IMPOSSIBLE_AMOUNT ->
            assertThat(json(record.value()).get("amount").get("value").longValue()).isNotPositive();
        case UNKNOWN_CURRENCY ->
            assertThat(json(record.value()).get("amount").get("currency").textValue())
                .isEqualTo("ZZZ");
      }
    }
  }

  @Test
  void refusesSharesThatDoNotAddUp() {
    assertThatThrownBy(() -> new OrderMix(0.5, 0.6, 0, 0, 0, 0)).hasMessageContaining("0.6");
    assertThatThrownBy(() -> new OrderMix(-0.1, 0, 0, 0, 0, 0)).hasMessageContaining("-0.1");
  }

  private static List<GeneratedRecord> records(long seed, OrderMix mix) {
    return new OrderGenerator(seed, "run", mix).stream().limit(2_000).toList();
  }

  private static List<String> texts(long seed, OrderMix mix) {
    Function<byte @Nullable [], String> text = b -> b == null ? "null" : new String(b, UTF_8);
    return records(seed, mix).stream()
        .map(r -> r.kind() + " " + text.apply(r.key()) + " " + text.apply(r.value()))
        .toList();
  }

  private static String text(byte @Nullable [] bytes) {
    return new String(Objects.requireNonNull(bytes), UTF_8);
  }

  private static JsonNode json(byte @Nullable [] bytes) {
    try {
      return JSON.readTree(Objects.requireNonNull(bytes));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
