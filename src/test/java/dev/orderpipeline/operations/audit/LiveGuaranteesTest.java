package dev.orderpipeline.operations.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveGuaranteesTest {

  private final Bounded bounded = new Bounded(Map.of("active orders", 100L));

  private static InputStream ledger(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static String replay(String before, String after) throws IOException {
    return ReplaySafe.judge("ledger", ledger(before), ledger(after))
        .map(Violation::message)
        .orElse("safe");
  }

  private static Bounded.Sample sample(String counted, long number) {
    return new Bounded.Sample(OrderEvents.START, counted, number);
  }

  @Test
  void samplesWithinTheLimitAreFine() {
    assertThat(bounded.judge(sample("active orders", 100))).isEmpty();
  }

  @Test
  void aSampleBeyondItsLimitOrWithoutOneIsAViolation() {
    assertThat(bounded.judge(sample("active orders", 101)).orElseThrow().message())
        .isEqualTo("active orders reached 101, the limit is 100");
    assertThat(bounded.judge(sample("calls in flight", 1)).orElseThrow().message())
        .isEqualTo("calls in flight has no limit");
  }

  @Test
  void aReplayMayNotChangeAByteOfTheLedger() throws IOException {
    assertThat(replay("a\nb\n", "a\nb\n")).isEqualTo("safe");
    assertThat(replay("", "")).isEqualTo("safe");
    assertThat(replay("a\nb\n", "a\nb\nc\n"))
        .isEqualTo("a replay added effects, the first in line 3 of ledger");
    assertThat(replay("a\nb\n", "a\n")).isEqualTo("a replay removed effects from line 2 of ledger");
    assertThat(replay("a\nb\n", "a\nx\n")).isEqualTo("a replay changed line 2 of ledger");
    assertThat(replay("a\nb", "a\nbb")).isEqualTo("a replay lengthened line 2 of ledger");
  }
}
