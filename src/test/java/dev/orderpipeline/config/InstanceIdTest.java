package dev.orderpipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path dir;

  @Test
  void isTheOneSet() {
    assertThat(InstanceId.of(process(Optional.of("pod-3")), () -> "fresh")).isEqualTo("pod-3");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void isMadeOnceAndKept() {
    assertThat(InstanceId.of(process(Optional.empty()), () -> "first")).isEqualTo("first");
    assertThat(InstanceId.of(process(Optional.empty()), () -> "second")).isEqualTo("first");
    assertThat(dir.resolve("state")).isDirectoryContaining("glob:**/instance-id");
  }

  @Test
  void refusesWhatIsNoId() throws IOException {
    Files.createDirectories(dir.resolve("state"));
    Files.writeString(dir.resolve("state/instance-id"), "two words");
    assertThatThrownBy(() -> InstanceId.of(process(Optional.empty()), () -> "fresh"))
        .hasMessageContaining("instance-id holds no instance id");
  }

  private ProcessSettings process(Optional<String> instanceId) {
    return new ProcessSettings(dir.resolve("state"), instanceId, 1, Duration.ofMillis(20), 0);
  }
}
