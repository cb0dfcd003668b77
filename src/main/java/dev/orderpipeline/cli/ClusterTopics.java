package dev.orderpipeline.cli;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.operations.audit.TopicSource;
import dev.orderpipeline.stream.topics.ReadOutcome;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The topics of a cluster, for an audit.
///
/// @param group the pipeline's consumer group, whose progress tells what must have been decided
record ClusterTopics(Map<String, Object> client, String group) implements TopicSource {

  private static final Duration READ_LIMIT = Duration.ofHours(2);
  private static final Duration ASK_LIMIT = Duration.ofSeconds(15);

  @Override
  public void read(Collection<String> topics, boolean readCommitted, Consumer<TopicRecord> sink) {
    ReadRequest committed = ReadRequest.committed(List.copyOf(topics), READ_LIMIT);
    ReadRequest request = readCommitted ? committed : committed.uncommitted();
    ReadOutcome outcome = new TopicReader(client, System::nanoTime).read(request, sink);
    if (outcome instanceof ReadOutcome.Incomplete incomplete) {
      throw new UncheckedIOException(new IOException(incomplete.reason()));
    }
  }

  @Override
  public Optional<Map<Integer, Long>> consumed(String topic) {
    try (TopicAdmin admin = new TopicAdmin(client, ASK_LIMIT)) {
      return Optional.of(admin.consumed(group, topic));
    }
  }
}
