package dev.orderpipeline.config;

import dev.orderpipeline.Golden;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

  @Test
  void isTheCommittedPage() {
    Golden.check(Path.of("configuration.md"), ConfigReference.markdown());
  }
}
