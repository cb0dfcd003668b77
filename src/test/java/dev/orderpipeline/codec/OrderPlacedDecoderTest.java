package dev.orderpipeline.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.IdempotencyKeys;
import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderMachine;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.steps.Steps;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderPlacedDecoderTest {

  private static final String GOOD =
      """
      {"orderId":"o-1","customerId":"c-7","amount":{"value":4990,"currency":"EUR"},\
      "items":[{"sku":"SKU-1","quantity":2}]}\
      """;

  private final OrderPlacedDecoder decoder = new OrderPlacedDecoder();

  @Test
  void readsAnOrder() {
    OrderPlaced placed =
        valid(with("paymentMethodId", "\"pm_1\"").replace("4990", "1000000000000"));
    assertThat(placed.orderId()).isEqualTo("o-1");
    assertThat(placed.customerId()).isEqualTo("c-7");
    assertThat(placed.amount().value()).isEqualTo(1_000_000_000_000L);
    assertThat(placed.amount().currency().getCurrencyCode()).isEqualTo("EUR");
    assertThat(placed.items()).hasSize(1);
    assertThat(placed.paymentMethodId()).contains("pm_1");
  }

  @Test
  void keepsUnknownFields() {
    String extra = "{\"deep\":[1,{\"x\":null}],\"text\":\"Grüße 😀\",\"big\":12345678901234567890}";
    assertThat(valid(with("extra", extra)).document())
        .contains("\"deep\":[1,{\"x\":null}]", "Grüße 😀", "12345678901234567890");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // A field | its value | the reason; no value: the field is missing
        "orderId        | | missing_field",
        "orderId        | null | missing_field",
        "orderId        | 7 | wrong_type",
        "orderId        | \"\" | invalid_value",
        "orderId        | \"o 1\" | invalid_value",
        "orderId        | \"ö\" | invalid_value",
        "orderId        | \"o-2\" | key_mismatch",
        "customerId     | | missing_field",
        "customerId     | null | missing_field",
        "customerId     | \"\" | invalid_value",
        "customerId     | [] | wrong_type",
        "amount         | | missing_field",
        "amount         | 4990 | wrong_type",
        "amount         | {} | missing_field",
        "amount         | {\"value\":1} | missing_field",
        "amount         | {\"value\":1,\"currency\":null} | missing_field",
        "amount         | {\"value\":null,\"currency\":\"EUR\"} | missing_field",
        "amount         | {\"value\":\"1\",\"currency\":\"EUR\"} | wrong_type",
        "amount         | {\"value\":1.0,\"currency\":\"EUR\"} | wrong_type",
        "amount         | {\"value\":1e2,\"currency\":\"EUR\"} | wrong_type",
        "amount         | {\"value\":true,\"currency\":\"EUR\"} | wrong_type",
        "amount         | {\"value\":0,\"currency\":\"EUR\"} | invalid_amount",
        "amount         | {\"value\":-1,\"currency\":\"EUR\"} | invalid_amount",
        "amount         | {\"value\":1000000000001,\"currency\":\"EUR\"} | invalid_amount",
        "amount         | {\"value\":9223372036854775808,\"currency\":\"EUR\"} | invalid_amount",
        "amount         | {\"value\":18446744073709551617,\"currency\":\"EUR\"} | invalid_amount",
        "amount         | {\"value\":1,\"currency\":\"eur\"} | invalid_amount",
        "amount         | {\"value\":1,\"currency\":\"\"} | invalid_amount",
        "amount         | {\"value\":1,\"currency\":\"ZZZ\"} | invalid_amount",
        "amount         | {\"value\":1,\"currency\":978} | wrong_type",
        "items          | | missing_field",
        "items          | {} | wrong_type",
        "items          | [] | invalid_value",
        "items          | [null] | wrong_type",
        "items          | [{\"sku\":\"s\"}] | missing_field",
        "items          | [{\"quantity\":1}] | missing_field",
        "items          | [{\"sku\":\"\",\"quantity\":1}] | invalid_value",
        "items          | [{\"sku\":1,\"quantity\":1}] | wrong_type",
        "items          | [{\"sku\":\"s\",\"quantity\":1.5}] | wrong_type",
        "items          | [{\"sku\":\"s\",\"quantity\":0}] | invalid_value",
        "items          | [{\"sku\":\"s\",\"quantity\":1000001}] | invalid_value",
        "items          | [{\"sku\":\"s\",\"quantity\":4294967297}] | invalid_value",
        "placedAt       | 7 | wrong_type",
        "paymentMethodId| {} | wrong_type",
      })
  void namesWhatIsWrongWithAField(String field, @Nullable String value, String reason) {
    String json = value == null ? without(field) : with(field, value);
    assertThat(reason(json)).as(json).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "{",
        "{}x",
        "{} {}",
        "{'orderId':1}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":+1}",
        "{\"a\":\"\t\"}",
        "{/**/}",
        "{\"a\":1,}",
      })
  void isJsonAndNothingElse(String text) {
    assertThat(reason(text)).isEqualTo("not_json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "null", "true", "7", "\"o-1\"", "[]", "[{}]"})
  void isAnObject(String text) {
    assertThat(reason(text)).isEqualTo("wrong_type");
  }

  @Test
  void repeatedFieldsAreRefusedHoweverTheyAreSpelt() {
    assertThat(reason(GOOD.replace("{\"orderId\"", "{\"orderId\":\"o-1\",\"orderId\"")))
        .isEqualTo("not_json");
    assertThat(reason(GOOD.replace("{\"orderId\"", "{\"\\u006frderId\":\"o-2\",\"orderId\"")))
        .isEqualTo("not_json");
  }

  @Test
  void aTombstoneIsNoOrder() {
    assertThat(decoder.decode("o-1".getBytes(UTF_8), null))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class, bad -> assertThat(bad.reason()).isEqualTo("tombstone"));
  }

  @Test
  void theKeyMustBeTheOrderId() {
    assertThat(reason(null, GOOD.getBytes(UTF_8))).isEqualTo("key_mismatch");
    assertThat(reason(new byte[0], GOOD.getBytes(UTF_8))).isEqualTo("key_mismatch");
    assertThat(reason("O-1".getBytes(UTF_8), GOOD.getBytes(UTF_8))).isEqualTo("key_mismatch");
    assertThat(reason(new byte[] {(byte) 0xFF}, GOOD.getBytes(UTF_8))).isEqualTo("key_mismatch");
  }

  @Test
  void boundariesAreExact() {
    String id64 = "a".repeat(64);
    assertThat(decode(id64, GOOD.replace("o-1", id64))).isInstanceOf(Decoded.Valid.class);
    String id65 = "a".repeat(65);
    assertThat(reason(id65.getBytes(UTF_8), GOOD.replace("o-1", id65).getBytes(UTF_8)))
        .isEqualTo("invalid_value");

    valid(with("items", items(500)));
    assertThat(reason(with("items", items(501)))).isEqualTo("invalid_value");

    // The object itself is the first level.
    valid(with("deep", "[".repeat(19) + "]".repeat(19)));
    assertThat(reason(with("deep", "[".repeat(20) + "]".repeat(20)))).isEqualTo("too_deep");
    assertThat(reason(with("deep", "[".repeat(100_000)))).isEqualTo("too_deep");

    int frame = with("pad", "\"\"").length();
    valid(with("pad", '"' + "x".repeat(256 * 1024 - frame) + '"'));
    assertThat(reason(with("pad", '"' + "x".repeat(256 * 1024 - frame + 1) + '"')))
        .isEqualTo("too_large");

    valid(with("customerId", '"' + "c".repeat(256) + '"'));
    assertThat(reason(with("customerId", '"' + "c".repeat(257) + '"'))).isEqualTo("invalid_value");
  }

  private static String items(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"sku\":\"S-" + i + "\",\"quantity\":1}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void isUtf8AndNothingElse() {
    assertThat(valid("\uFEFF" + GOOD)).as("with a byte order mark").isEqualTo(valid(GOOD));
    assertThat(reason("o-1".getBytes(UTF_8), GOOD.getBytes(UTF_16))).isEqualTo("not_json");
    assertThat(reason("o-1".getBytes(UTF_8), GOOD.getBytes(UTF_16LE))).isEqualTo("not_json");
    assertThat(reasonOfRaw((byte) 0xFF)).isEqualTo("not_json");
    assertThat(reasonOfRaw((byte) 0xC0, (byte) 0x80)).as("overlong").isEqualTo("not_json");
    assertThat(reasonOfRaw((byte) 0xED, (byte) 0xA0, (byte) 0x80))
        .as("an encoded surrogate")
        .isEqualTo("not_json");
    assertThat(reasonOfRaw((byte) 0xE2, (byte) 0x82)).as("cut").isEqualTo("not_json");
  }

  private String reasonOfRaw(byte... bytes) {
    String json = with("note", '"' + new String(bytes, ISO_8859_1) + '"');
    return reason("o-1".getBytes(UTF_8), json.getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"customerId", "note"})
  void halfASurrogatePairIsRefused_sinceNoRecordCouldCarryIt(String field) {
    assertThat(reason(with(field, "\"\\ud800\""))).isEqualTo("invalid_value");
    assertThat(reason(with(field, "\"a\\udc00b\""))).isEqualTo("invalid_value");
    valid(with(field, "\"\\ud83d\\ude00\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "1e-2147483648", "-1e2147483648999"})
  void numbersOutOfAnyRangeAreRefused(String number) {
    assertThat(reason(with("note", number))).isEqualTo("invalid_value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        "100e2147483647",
        "12345678901234567890123456789012345678e1",
        "0.00000000000000000000000000000000000001",
        "-0.0",
        "0e-50",
        "1.10",
        "1e-2147483647",
      })
  void strangeNumbersAreCarriedOn(String number) {
    carriesOn(valid(with("note", number)));
  }

  /// What was let in can be written, read back, and sent to the gateways.
  private static void carriesOn(OrderPlaced placed) {
    OrderMachine machine =
        new OrderMachine(MachinePolicy.DEFAULT, new IdempotencyKeys("test"), new Steps());
    Order order =
        machine.admit(
            placed,
            new SourcePosition("orders.placed", 0, 1),
            Optional.empty(),
            Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(new SnapshotReader().read(new SnapshotWriter().write(order))).isEqualTo(order);
    assertThat(new Steps().of(Step.CHARGE, order).body()).isNotEmpty();
    assertThat(new Steps().of(Step.RESERVE, order).body()).isNotEmpty();
  }

  @Test
  void equalContentHasOneFingerprintWhateverItsLayout() {
    String reordered =
        """
        { "items" : [ {"quantity": 2,
           "sku": "SKU-1"} ],
          "amount": {"currency": "\\u0045UR", "value": 4990},
          "customerId": "c-7",    "orderId": "o-1" }
        """;
    assertThat(valid(reordered)).isEqualTo(valid(GOOD));
    assertThat(valid(with("n", "{\"b\":1.50,\"a\":[1,2]}")).fingerprint())
        .isEqualTo(valid(with("n", "{\"a\":[1,2],\"b\":1.5}")).fingerprint());
  }

  @Test
  void otherContentHasAnotherFingerprint() {
    String print = valid(GOOD).fingerprint();
    assertThat(valid(GOOD.replace("4990", "4991")).fingerprint()).isNotEqualTo(print);
    assertThat(valid(with("note", "null")).fingerprint()).isNotEqualTo(print);
    assertThat(valid(with("n", "[1,2]")).fingerprint())
        .isNotEqualTo(valid(with("n", "[2,1]")).fingerprint());
    assertThat(valid(with("n", "1")).fingerprint())
        .isNotEqualTo(valid(with("n", "\"1\"")).fingerprint());
  }

  @Test
  void noBytesMakeItThrow_andWhatItLetsInCanBeCarriedOn() {
    int letIn = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      byte[] value = mutated(new Random(seed));
      try {
        if (decoder.decode("o-1".getBytes(UTF_8), value) instanceof Decoded.Valid(var placed)) {
          letIn++;
          carriesOn(placed);
        }
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + new String(value, ISO_8859_1), e);
      }
    }
    assertThat(letIn).isPositive();
  }

  /// A good order with a few bytes of it changed, cut, doubled, or replaced by odd tokens.
  private byte[] mutated(Random random) {
    String[] odd = {
      "1e99999999999",
      "-",
      "\\ud800",
      "\\u0000",
      "null",
      "[[[[",
      "{",
      "\"",
      "1E-9",
      "0.1",
      "12345678901234567890",
      "\u00ff",
      ",\"x\":1e-7",
      ",\"x\":\"\\udc00\"",
      "true",
      "\ufeff"
    };
    StringBuilder text =
        new StringBuilder(with("note", "{\"a\":[1.5,\"Grüße\",null],\"b\":\"x\"}"));
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(6));
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.delete(at, to);
        case 2 -> text.insert(at, text.substring(at, to));
        default -> text.replace(at, to, odd[random.nextInt(odd.length)]);
      }
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private static String with(String field, String value) {
    return without(field).replaceFirst("}$", "") + ",\"" + field + "\":" + value + "}";
  }

  private static String without(String field) {
    return switch (field) {
      case "orderId" -> GOOD.replace("\"orderId\":\"o-1\",", "");
      case "customerId" -> GOOD.replace("\"customerId\":\"c-7\",", "");
      case "amount" -> GOOD.replace("\"amount\":{\"value\":4990,\"currency\":\"EUR\"},", "");
      case "items" -> GOOD.replace(",\"items\":[{\"sku\":\"SKU-1\",\"quantity\":2}]", "");
      default -> GOOD;
    };
  }

  private OrderPlaced valid(String json) {
    return switch (decode("o-1", json)) {
      case Decoded.Valid(OrderPlaced placed) -> placed;
      case Decoded.Malformed(String reason, String message) ->
          throw new AssertionError(reason + ": " + message);
    };
  }

  private Decoded decode(String key, String json) {
    return decoder.decode(key.getBytes(UTF_8), json.getBytes(UTF_8));
  }

  private String reason(String json) {
    return reason("o-1".getBytes(UTF_8), json.getBytes(UTF_8));
  }

  private String reason(byte @Nullable [] key, byte[] value) {
    return switch (decoder.decode(key, value)) {
      case Decoded.Valid _ -> "valid";
      case Decoded.Malformed(String reason, String message) -> {
        assertThat(message).isNotBlank().doesNotContain("SKU-1", "c-7");
        yield reason;
      }
    };
  }
}
