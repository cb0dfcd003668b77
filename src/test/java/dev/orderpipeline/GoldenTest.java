package dev.orderpipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GoldenTest {

  @Test
  void driftFailsAndNamesTheOneCommandThatAcceptsIt() {
    assumeFalse(Boolean.getBoolean("golden.accept"), "this run accepts");
    for (String document : new String[] {"metrics.md", "no-such-document.md"}) {
      assertThatThrownBy(() -> Golden.check(Path.of(document), "something else"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("topology-docs/" + document + " has drifted")
          .hasMessageContaining("mvn verify -Dgolden.accept=true");
    }
  }
}
