package dev.orderpipeline.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.CommandDecoder.DecodedCommand;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.Step;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandDecoderTest {

  private final CommandDecoder decoder = new CommandDecoder();

  @Test
  void readsTheThreeCommands() {
    assertThat(valid("{\"command\":\"cancel\",\"by\":\"ops\",\"reason\":\"asked\"}"))
        .isEqualTo(new Input.Cancel(7, "ops", "asked"));
    assertThat(valid("{\"command\":\"redrive\",\"by\":\"ops\"}"))
        .isEqualTo(new Input.Redrive(7, "ops", ""));
    assertThat(
            valid(
                """
                {"command":"resolve","by":"ops","step":"refund","done":true,\
                "reference":"rf_1","evidence":"ticket 7","later":[1]}\
                """))
        .isEqualTo(new Input.Resolve(7, "ops", Step.REFUND, true, Optional.of("rf_1"), "ticket 7"));
    assertThat(
            valid(
                "{\"command\":\"resolve\",\"by\":\"o\",\"step\":\"charge\",\"done\":false,\"evidence\":\"e\"}"))
        .isEqualTo(new Input.Resolve(7, "o", Step.CHARGE, false, Optional.empty(), "e"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "null",
        "[]",
        "{}",
        "{\"command\":\"cancel\"}",
        "{\"command\":\"cancel\",\"by\":\"\"}",
        "{\"command\":\"cancel\",\"by\":null}",
        "{\"command\":\"cancel\",\"by\":\"\\ud800\"}",
        "{\"command\":\"cancel\",\"by\":\"ops\"} {}",
        "{\"command\":\"cancel\",\"by\":\"ops\",\"by\":\"root\"}",
        "{\"command\":\"delete\",\"by\":\"ops\"}",
        "{\"command\":\"resolve\",\"by\":\"ops\"}",
        "{\"command\":\"resolve\",\"by\":\"ops\",\"step\":\"refund\",\"done\":\"true\",\"evidence\":\"e\"}",
        "{\"command\":\"resolve\",\"by\":\"ops\",\"step\":\"refund\",\"done\":true}",
        "{\"command\":\"resolve\",\"by\":\"ops\",\"step\":\"cook\",\"done\":true,\"evidence\":\"e\"}",
        "{\"command\":\"resolve\",\"by\":\"ops\",\"step\":\"refund\",\"done\":true,\"evidence\":\"e\",\"reference\":\"\"}",
      })
  void refusesWhatIsNoCommand(String text) {
    assertThat(malformed(text.getBytes(UTF_8)).reason()).isEqualTo("malformed_command");
  }

  @Test
  void whatIsKeptWithTheOrderIsShort_sinceItsRecordGrowsByIt() {
    assertThat(valid("{\"command\":\"redrive\",\"by\":\"" + "b".repeat(128) + "\"}").by())
        .hasSize(128);
    malformed(("{\"command\":\"redrive\",\"by\":\"" + "b".repeat(129) + "\"}").getBytes(UTF_8));
    malformed(
        ("{\"command\":\"resolve\",\"by\":\"ops\",\"step\":\"refund\",\"done\":true,\"evidence\":\"e\",\"reference\":\""
                + "r".repeat(129)
                + "\"}")
            .getBytes(UTF_8));
  }

  @Test
  void refusesNothingAndTooMuch() {
    assertThat(decoder.decode(null, 7)).isInstanceOf(DecodedCommand.Malformed.class);
    malformed(
        ("{\"command\":\"cancel\",\"by\":\"ops\",\"reason\":\"" + "x".repeat(64 * 1024) + "\"}")
            .getBytes(UTF_8));
    malformed("[".repeat(60_000).getBytes(UTF_8));
  }

  @Test
  void noBytesMakeItThrow() {
    byte[] good = "{\"command\":\"cancel\",\"by\":\"ops\",\"n\":1e9}".getBytes(UTF_8);
    for (long seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = good.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertThat(decoder.decode(bytes, 7)).as("seed %d", seed).isNotNull();
    }
  }

  @Test
  void readsWhatTheWriterWrites() {
    assertThat(valid(text(CommandWriter.cancel("ops", "why"))))
        .isEqualTo(new Input.Cancel(7, "ops", "why"));
    assertThat(valid(text(CommandWriter.redrive("ops", "a \"quote\""))))
        .isEqualTo(new Input.Redrive(7, "ops", "a \"quote\""));
    assertThat(
            valid(
                text(
                    CommandWriter.resolve(
                        "ops", Step.REFUND, true, Optional.of("rf_1"), "ticket 7"))))
        .isEqualTo(new Input.Resolve(7, "ops", Step.REFUND, true, Optional.of("rf_1"), "ticket 7"));
  }

  private static String text(byte[] command) {
    return new String(command, UTF_8);
  }

  private Input.Command valid(String text) {
    return switch (decoder.decode(text.getBytes(UTF_8), 7)) {
      case DecodedCommand.Valid(Input.Command command) -> command;
      case DecodedCommand.Restore restore -> throw new AssertionError("restores " + restore);
      case DecodedCommand.Malformed(_, String message) -> throw new AssertionError(message);
    };
  }

  private DecodedCommand.Malformed malformed(byte[] value) {
    return switch (decoder.decode(value, 7)) {
      case DecodedCommand.Malformed malformed -> malformed;
      case DecodedCommand.Valid valid -> throw new AssertionError("accepted " + valid);
      case DecodedCommand.Restore restore -> throw new AssertionError("accepted " + restore);
    };
  }

  @Test
  void aReasonIsKeptInOneLineCutAndCarriable() {
    String json =
        "{\"command\":\"cancel\",\"by\":\"ops\",\"reason\":\"  a\\nb\\u0000c\\ud800 %s\"}"
            .formatted("x".repeat(5000));
    CommandDecoder.DecodedCommand decoded =
        new CommandDecoder().decode(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), 7);
    Input.Command command = ((CommandDecoder.DecodedCommand.Valid) decoded).command();
    assertThat(command.why()).startsWith("a b c? x").endsWith("x…").hasSize(300);
    assertThat(command.who()).startsWith("ops: a b c?");
  }
}
