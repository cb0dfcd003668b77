package dev.orderpipeline.operations.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Time passes only while it is waited for, or a write takes some.
class PacedSeatTest {

  /// @param word what the batch said of itself, after its records
  record Write(Duration at, int records, String word) {}

  private final List<Write> writes = new ArrayList<>();
  private final List<SourcePosition> told = new ArrayList<>();
  private long now = -5;
  private long began = now;
  private Duration oneWriteTakes = Duration.ZERO;
  private boolean stop;

  private final Waits waits =
      new Waits() {
        @Override
        public long nanoTime() {
          return now;
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
          if (stop) {
            throw new InterruptedException();
          }
          now += nanos;
        }
      };

  private PacedSeat seat(int perSecond) {
    return new PacedSeat(this::write, perSecond, waits, n -> record("published " + n), told::add);
  }

  private List<SourcePosition> write(List<OutgoingRecord> records) {
    writes.add(
        new Write(Duration.ofNanos(now - began), records.size() - 1, text(records.getLast())));
    now += oneWriteTakes.toNanos();
    List<SourcePosition> positions = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      positions.add(new SourcePosition(text(records.get(i)), 0, i));
    }
    return positions;
  }

  private static OutgoingRecord record(String value) {
    return new OutgoingRecord(
        "topic", Optional.empty(), Optional.empty(), Optional.of(value.getBytes(UTF_8)), Map.of());
  }

  private static String text(OutgoingRecord record) {
    return new String(record.value().orElseThrow(), UTF_8);
  }

  private static void add(PacedSeat seat, int records) {
    for (int i = 0; i < records; i++) {
      seat.add(record("r"));
    }
  }

  @Test
  void writesAsManyASecondAsItMayAndSaysSoWithEachBatch() {
    PacedSeat seat = seat(100);
    add(seat, 250);
    seat.flush();
    seat.flush();
    assertThat(writes)
        .containsExactly(
            new Write(Duration.ZERO, 100, "published 100"),
            new Write(Duration.ofSeconds(1), 100, "published 200"),
            new Write(Duration.ofSeconds(2), 50, "published 250"));
    assertThat(seat.published()).isEqualTo(250);
    assertThat(told).hasSize(250).allMatch(position -> position.topic().equals("r"));
  }

  @Test
  void batchesAreBoundedHoweverManyItMayWrite() {
    PacedSeat seat = seat(2_000);
    add(seat, 1_100);
    seat.flush();
    assertThat(writes)
        .containsExactly(
            new Write(Duration.ZERO, 500, "published 500"),
            new Write(Duration.ofMillis(250), 500, "published 1000"),
            new Write(Duration.ofMillis(500), 100, "published 1100"));
  }

  @Test
  void whatWasSlowToFindIsNotMadeUpForInARush() {
    PacedSeat seat = seat(10);
    now += Duration.ofMinutes(5).toNanos();
    began = now;
    add(seat, 30);
    assertThat(writes)
        .extracting(Write::at)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void aSlowWriteIsNotMadeUpForEither() {
    PacedSeat seat = seat(1);
    add(seat, 1);
    oneWriteTakes = Duration.ofSeconds(10);
    add(seat, 1);
    oneWriteTakes = Duration.ZERO;
    add(seat, 2);
    assertThat(writes)
        .extracting(Write::at)
        .containsExactly(
            Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(11), Duration.ofSeconds(12));
  }

  @Test
  void whoeverIsToldToStopWritesNoMore() {
    PacedSeat seat = seat(1);
    add(seat, 1);
    stop = true;
    assertThatThrownBy(() -> add(seat, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("told to stop");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(writes).hasSize(1);
  }
}
