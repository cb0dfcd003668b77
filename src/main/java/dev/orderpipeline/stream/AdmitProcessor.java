package dev.orderpipeline.stream;

import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.protocol.Admission;
import dev.orderpipeline.protocol.InputRecord;
import dev.orderpipeline.protocol.OrderBook;
import dev.orderpipeline.protocol.Origin;
import dev.orderpipeline.protocol.PipelineParts;
import dev.orderpipeline.stream.topics.HeaderTexts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Runs [Admission] as the first node of the topology.
final class AdmitProcessor implements Processor<byte[], byte[], Object, Object> {

  /// W3C Trace Context, version 00.
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private record Incarnation(
      ProcessorContext<Object, Object> context,
      Node node,
      Admission admission,
      Unforeseen unforeseen) {}

  private final PipelineParts parts;
  private final PipelineClients clients;
  private final TaskBooks books;
  private final NodeSettings settings;
  private @Nullable Incarnation now;

  AdmitProcessor(
      PipelineParts parts, PipelineClients clients, TaskBooks books, NodeSettings settings) {
    this.parts = parts;
    this.clients = clients;
    this.books = books;
    this.settings = settings;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    ThreadScope scope = clients.scope();
    Node node = new Node(context, scope, settings, this::tick);
    OrderBook book = books.open(context);
    now =
        new Incarnation(
            context,
            node,
            new Admission(parts.telling(scope.events()), book, node),
            new Unforeseen(parts, book.inHand()));
    node.soon();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Incarnation current = incarnation();
    RecordMetadata metadata = current.context().recordMetadata().orElseThrow();
    Map<String, String> headers = HeaderTexts.of(record.headers());
    InputRecord input =
        new InputRecord(
            new SourcePosition(metadata.topic(), metadata.partition(), metadata.offset()),
            Instant.ofEpochMilli(record.timestamp()),
            record.key(),
            record.value(),
            traceparent(headers),
            Origin.of(headers));
    current
        .unforeseen()
        .guard(() -> {
          if (metadata.topic().equals(settings.placedTopic())) {
            current.admission().placed(input);
          } else {
            current.admission().command(input);
          }
        });
  }

  private void tick() {
    Incarnation current = incarnation();
    current.unforeseen().guard(current.admission()::tick);
  }

  private static Optional<String> traceparent(Map<String, String> headers) {
    return Optional.ofNullable(headers.get("traceparent"))
        .filter(value -> TRACEPARENT.matcher(value).matches());
  }

  @Override
  public void close() {
    Incarnation ending = now;
    if (ending != null) {
      now = null;
      ending.node().close();
      books.close(ending.context().taskId());
    }
  }

  private Incarnation incarnation() {
    Incarnation current = now;
    if (current == null) {
      throw new IllegalStateException("node admit is used outside init and close");
    }
    return current;
  }
}
