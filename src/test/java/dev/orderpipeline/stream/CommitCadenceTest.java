package dev.orderpipeline.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitCadenceTest {

  private static final long MS = 1_000_000;

  private final CommitCadence cadence =
      new CommitCadence(Duration.ofMillis(4), Duration.ofMillis(20));

  @Test
  void nothingWrittenIsNothingToCommit() {
    cadence.waited();
    assertThat(cadence.isDue(1_000 * MS)).isFalse();
    assertThat(cadence.hasWritten()).isFalse();
  }

  @Test
  void aThreadThatHadTimeCommitsSoon() {
    cadence.ended(0);
    cadence.wrote();
    cadence.waited();
    assertThat(cadence.isDue(3 * MS)).isFalse();
    assertThat(cadence.isDue(4 * MS)).isTrue();
  }

  @Test
  void aThreadThatNeverHasTimeCommitsAllTheSame() {
    cadence.ended(0);
    cadence.wrote();
    assertThat(cadence.isDue(19 * MS)).isFalse();
    assertThat(cadence.isDue(20 * MS)).isTrue();
  }

  @Test
  void aCommitBeginsItAnew() {
    cadence.wrote();
    cadence.waited();
    cadence.ended(5 * MS);
    assertThat(cadence.hasWritten()).isFalse();
    cadence.wrote();
    assertThat(cadence.isDue(10 * MS)).as("what it waited for before does not count").isFalse();
    assertThat(cadence.isDue(25 * MS)).isTrue();
  }

  @Test
  void aSlowCommitPutsOffTheNext() {
    cadence.committed(0, 8 * MS);
    cadence.wrote();
    cadence.waited();
    assertThat(cadence.isDue(15 * MS)).isFalse();
    assertThat(cadence.isDue(16 * MS)).isTrue();
  }

  @Test
  void butNotBeyondTheLongerInterval() {
    cadence.committed(0, 1_000 * MS);
    cadence.wrote();
    cadence.waited();
    assertThat(cadence.isDue(19 * MS)).isFalse();
    assertThat(cadence.isDue(20 * MS)).isTrue();
  }

  @Test
  void aFastOneDoesNotBringItForward() {
    cadence.committed(0, MS / 10);
    cadence.wrote();
    cadence.waited();
    assertThat(cadence.isDue(3 * MS)).isFalse();
    assertThat(cadence.isDue(4 * MS)).isTrue();
  }

  @Test
  void theShorterIntervalIsALowerBoundOfTheLonger() {
    var odd = new CommitCadence(Duration.ofMillis(4), Duration.ofMillis(1));
    odd.ended(0);
    odd.wrote();
    assertThat(odd.isDue(2 * MS)).isFalse();
    assertThat(odd.isDue(4 * MS)).isTrue();
  }
}
