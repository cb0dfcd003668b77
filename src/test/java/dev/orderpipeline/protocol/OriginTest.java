package dev.orderpipeline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

  private static final Origin REDRIVEN =
      new Origin(
          Optional.of(Instant.ofEpochMilli(1_767_322_000_123L)),
          Optional.of("orders.placed-3-17"),
          2,
          Optional.empty());

  @Test
  void isReadFromTheHeadersThatItWrites() {
    assertThat(Origin.of(REDRIVEN.headers())).contains(REDRIVEN);
    Origin replayed =
        new Origin(Optional.of(Instant.EPOCH), Optional.empty(), 0, Optional.of("replay-1"));
    assertThat(Origin.of(replayed.headers())).contains(replayed);
  }

  @Test
  void aRecordThatNobodyPublishedAgainHasNone() {
    assertThat(Origin.of(Map.of())).isEmpty();
    assertThat(Origin.of(Map.of("traceparent", "00-1", "redrive_count", "3"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-1", "yesterday", "9999999999999999999", "1e9", "12\n", "0x10", "१२३"})
  void whatIsMalformedCountsAsNotThere(String nonsense) {
    Map<String, String> headers = new HashMap<>(REDRIVEN.headers());
    headers.put("original_timestamp", nonsense);
    headers.put("redrive_count", nonsense);
    Origin origin = Origin.of(headers).orElseThrow();
    assertThat(origin.timestamp()).isEmpty();
    assertThat(origin.redriveCount()).isZero();
    assertThat(origin.redriveOf()).contains("orders.placed-3-17");
  }

  @Test
  void anIdThatIsNoneLinksNothing() {
    for (String hostile : new String[] {"", "a b", "x\ny", "é", "a".repeat(301)}) {
      assertThat(Origin.of(Map.of("redrive_of", hostile, "replay_id", hostile))).isEmpty();
    }
  }
}
