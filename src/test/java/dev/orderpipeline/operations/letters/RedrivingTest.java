package dev.orderpipeline.operations.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.domain.StateName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedrivingTest {

  private static final Redriving RULES = new Redriving(Duration.ofHours(23), 3);
  private static final String ORDER =
      "{\"orderId\":\"o-1\",\"customerId\":\"c\",\"amount\":{\"value\":4990,\"currency\":\"EUR\"},"
          + "\"items\":[{\"sku\":\"s\",\"quantity\":1}]}";

  private final Letters world = new Letters();

  private Prospect of(Case one, String value) {
    return RULES.of(one, Optional.of(value.getBytes(UTF_8)), Letters.NOW);
  }

  @Test
  void anInputRecordIsPublishedAgainWhereItLayAndWhatItWouldChargeIsSaid() {
    Prospect prospect = of(world.only(world.input(5, "o-1", "poisoned")), ORDER);
    assertThat(prospect)
        .isInstanceOfSatisfying(
            Prospect.Publish.class,
            publish -> {
              assertThat(publish.topic()).isEqualTo("orders.placed");
              assertThat(publish.partition()).isZero();
              assertThat(publish.charges().orElseThrow().value()).isEqualTo(4990);
            });
    assertThat(prospect.says()).contains("orders.placed-0", "order o-1 begins");
  }

  @Test
  void whatWouldComeBackIsSaidBefore() {
    assertThat(of(world.only(world.input(5, "o-1", "not_json")), "{").says())
        .contains("come back as not_json");
    world.orders.put("o-1", Letters.standing(StateName.COMPLETED, 4, Optional.empty()));
    assertThat(of(world.only(world.input(5, "o-1", "conflicting_duplicate")), ORDER).says())
        .contains("conflicting_duplicate", "COMPLETED");
    Decoded decoded = new OrderPlacedDecoder().decode("o-1".getBytes(UTF_8), ORDER.getBytes(UTF_8));
    String print = ((Decoded.Valid) decoded).placed().fingerprint();
    world.orders.put(
        "o-1",
        new Standing(
            StateName.COMPLETED,
            4,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            print));
    assertThat(of(world.only(world.input(5, "o-1", "poisoned")), ORDER).says())
        .contains("duplicate and changes nothing");
  }

  @Test
  void aSuspendedOrderGoesOnWithTheSameKey() {
    Case one = world.only(world.suspended("o-1", 5));
    assertThat(of(one, "{}")).isInstanceOf(Prospect.Command.class);
    world.orders.put("o-1", Letters.standing(StateName.COMPENSATING, 5, Optional.of("o-1:5")));
    assertThat(of(world.only(world.suspended("o-1", 5)), "{}").says()).contains("same key");
    Prospect late =
        RULES.of(
            world.only(world.suspended("o-1", 5)),
            Optional.empty(),
            Letters.NOW.plus(Duration.ofHours(24)));
    assertThat(late.says()).contains("longer ago than gateways remember", "resolve");
  }

  @Test
  void whatIsOlderThanTheGatewaysKeysIsRefusedWithWhatCanBeDoneInstead() {
    Case one = world.only(world.input(5, "o-1", "poisoned"));
    Instant edge = Letters.NOW.plus(Duration.ofHours(23));
    assertThat(RULES.of(one, Optional.of(ORDER.getBytes(UTF_8)), edge))
        .isInstanceOf(Prospect.Publish.class);
    Prospect late = RULES.of(one, Optional.of(ORDER.getBytes(UTF_8)), edge.plusMillis(1));
    assertThat(late).isInstanceOf(Prospect.Refused.class);
    assertThat(late.says()).contains("second one", "new orderId");
    Letter first = world.input(6, "o-2", "poisoned");
    world.redrive(first, 17, 1);
    Letter back =
        world.input(
            17,
            "o-2",
            "not_json",
            Map.of(
                "dlq_redrive_of",
                first.id(),
                "dlq_redrive_count",
                "1",
                "dlq_original_timestamp",
                String.valueOf(Letters.NOW.minus(Duration.ofHours(25)).toEpochMilli())));
    assertThat(of(world.only(first, back), ORDER)).isInstanceOf(Prospect.Refused.class);
  }

  @Test
  void nothingIsRedrivenTwice() {
    Letter letter = world.input(5, "o-1", "not_json");
    world.redrive(letter, 17, 1);
    assertThat(of(world.only(letter), ORDER))
        .isInstanceOf(Prospect.Nothing.class)
        .extracting(Prospect::says)
        .asString()
        .contains("by ops: fixed", "orders.placed-0@17");
    world.consumed.add(Letters.placed(17));
    assertThat(of(world.only(letter), ORDER)).isInstanceOf(Prospect.Nothing.class);
    world.discard(letter);
    assertThat(of(world.only(letter), ORDER).says()).contains("discarded", "a test");
  }

  @Test
  void whatComesBackEveryTimeIsLeftAloneUntilSomebodyInsists() {
    Letter first = world.input(5, "o-1", "not_json");
    world.redrive(first, 17, 3);
    Case one = world.only(first, world.back(17, "o-1", first.id(), 3));
    assertThat(of(one, ORDER)).isInstanceOf(Prospect.Refused.class);
    assertThat(of(one, ORDER).says()).contains("3 times", "raise the guard to 4");
    Redriving insisting = new Redriving(Duration.ofHours(23), 4);
    assertThat(insisting.of(one, Optional.of(ORDER.getBytes(UTF_8)), Letters.NOW))
        .isInstanceOf(Prospect.Publish.class);
  }

  @Test
  void whatCannotBePublishedAgainSaysWhy() {
    Case large = world.only(world.input(5, "o-1", "too_large", Map.of("dlq_carried", "false")));
    assertThat(RULES.of(large, Optional.empty(), Letters.NOW).says())
        .contains("refused", "lies at orders.placed-0@5");
    assertThat(of(world.only(Letters.read(Map.of(), "k", "v")), "v").says())
        .contains("not written by this pipeline", "discard");
    Letter binary = Letters.read(headers(), "\uFFFD", "{");
    assertThat(of(world.only(binary), "{").says()).contains("not UTF-8", "edit-and-redrive");
  }

  private static Map<String, String> headers() {
    return Map.of(
        "dlq_id", "orders.placed-0-9",
        "dlq_reason", "key_mismatch",
        "dlq_source_topic", "orders.placed",
        "dlq_source_partition", "0",
        "dlq_source_offset", "9");
  }

  @Test
  void aCorrectedRecordIsPublishedUnlessItWouldComeBack() {
    Case one = world.only(world.input(5, "o-1", "not_json"));
    assertThat(correct(one, "o-1", ORDER)).isInstanceOf(Prospect.Publish.class);
    assertThat(correct(one, "o-1", "{").says()).contains("refused", "not_json");
    assertThat(correct(one, "o-2", ORDER).says()).contains("refused", "key_mismatch");
    world.orders.put("o-1", Letters.standing(StateName.CHARGING, 2, Optional.empty()));
    assertThat(correct(one, "o-1", ORDER).says()).contains("refused", "other content");
    assertThat(correct(world.only(world.suspended("o-3", 4)), "o-3", ORDER).says())
        .contains("suspended order cannot be edited");
  }

  private Prospect correct(Case one, String key, String value) {
    return new Correction(key, value.getBytes(UTF_8))
        .prospect(one, RULES, world.orders, Letters.NOW);
  }
}
