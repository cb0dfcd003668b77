package dev.orderpipeline.stream;

import dev.orderpipeline.Golden;
import dev.orderpipeline.stream.topics.TopicNames;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TopologyDocsTest {

  @Test
  void thePageInTheDocsIsTheTopologyThatRuns() {
    Golden.check(Path.of("topology.md"), TopologyDocs.page(new TopicNames("orders.")));
  }
}
