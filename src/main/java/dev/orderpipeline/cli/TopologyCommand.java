package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orderpipeline.stream.TopologyDocs;
import dev.orderpipeline.stream.topics.TopicNames;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

@Command(
    name = "topology",
    description = {
      "Prints the Kafka Streams topology, drawn (Mermaid) and as Kafka Streams describes it. "
          + "Needs no Kafka.",
      ""
    },
    mixinStandardHelpOptions = true)
final class TopologyCommand implements Callable<Integer> {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Override
  public Integer call() {
    TopicNames topics = new TopicNames(common.settings().topics().prefix());
    if (common.json()) {
      common.print(
          JsonNodeFactory.instance
              .objectNode()
              .put("mermaid", TopologyDocs.mermaid(topics))
              .put("description", TopologyDocs.describe(topics)));
    } else {
      common.print(TopologyDocs.page(topics));
    }
    return ExitCode.OK;
  }
}
