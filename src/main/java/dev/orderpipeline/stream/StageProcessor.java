package dev.orderpipeline.stream;

import dev.orderpipeline.protocol.Handover;
import dev.orderpipeline.protocol.Mailbox;
import dev.orderpipeline.protocol.OrderBook;
import dev.orderpipeline.protocol.PipelineParts;
import dev.orderpipeline.protocol.Stage;
import dev.orderpipeline.protocol.StageName;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Runs one stage as a node of the topology. `init` and `close` may be called several times on the
/// same object; each time between them is one incarnation.
final class StageProcessor implements Processor<String, Handover, Object, Object> {

  private record Incarnation(
      ProcessorContext<Object, Object> context, Node node, Stage stage, Unforeseen unforeseen) {}

  private final StageName name;
  private final PipelineParts parts;
  private final PipelineClients clients;
  private final TaskBooks books;
  private final NodeSettings settings;
  private @Nullable Incarnation now;

  StageProcessor(
      StageName name,
      PipelineParts parts,
      PipelineClients clients,
      TaskBooks books,
      NodeSettings settings) {
    this.name = name;
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
    Stage stage =
        new Stage(name, parts.telling(scope.events()), book, scope.outbox(), new Mailbox(), node);
    now = new Incarnation(context, node, stage, new Unforeseen(parts, book.inHand()));
    node.soon();
  }

  @Override
  public void process(Record<String, Handover> record) {
    Incarnation current = incarnation();
    current.unforeseen().guard(() -> current.stage().accept(record.value()));
  }

  private void tick() {
    Incarnation current = incarnation();
    current.unforeseen().guard(current.stage()::tick);
  }

  @Override
  public void close() {
    Incarnation ending = now;
    if (ending != null) {
      now = null;
      ending.node().close();
      ending.stage().close();
      books.close(ending.context().taskId());
    }
  }

  private Incarnation incarnation() {
    Incarnation current = now;
    if (current == null) {
      throw new IllegalStateException("node " + name.label() + " is used outside init and close");
    }
    return current;
  }
}
