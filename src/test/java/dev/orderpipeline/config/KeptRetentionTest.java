package dev.orderpipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptRetentionTest {

  @TempDir private Path dir;

  @Test
  void refusesStateThatWasWrittenUnderAnotherRetention() {
    assertThat(KeptRetention.check(dir, Duration.ofDays(3))).isEmpty();
    assertThat(KeptRetention.check(dir, Duration.ofDays(3))).isEmpty();
    assertThat(KeptRetention.check(dir, Duration.ofDays(4)).orElseThrow())
        .contains("finished-retention", dir.toString(), "delete");
  }
}
