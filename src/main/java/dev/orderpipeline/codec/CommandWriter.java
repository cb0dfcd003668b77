package dev.orderpipeline.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.Step;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// Writes the commands that [CommandDecoder] reads.
public final class CommandWriter {

  private CommandWriter() {}

  /// Stop the order and undo what it did.
  public static byte[] cancel(String by, String why) {
    return bytes(command("cancel", by).put("reason", why));
  }

  /// Try a suspended order again.
  public static byte[] redrive(String by, String why) {
    return bytes(command("redrive", by).put("reason", why));
  }

  /// Count a suspended order's step as done, or as not done and never to be done.
  public static byte[] resolve(
      String by, Step step, boolean done, Optional<String> reference, String evidence) {
    ObjectNode command =
        command("resolve", by)
            .put("step", step.label())
            .put("done", done)
            .put("evidence", evidence);
    reference.ifPresent(id -> command.put("reference", id));
    return bytes(command);
  }

  /// Take the order up from a snapshot.
  ///
  /// @param snapshot as it lies on its topic; handed on byte for byte
  public static byte[] restore(String by, byte[] snapshot) {
    String head = command("restore", by).toString();
    ByteArrayOutputStream command = new ByteArrayOutputStream(head.length() + snapshot.length + 16);
    command.writeBytes(head.substring(0, head.length() - 1).getBytes(UTF_8));
    command.writeBytes(",\"snapshot\":".getBytes(UTF_8));
    command.writeBytes(snapshot);
    command.write('}');
    return command.toByteArray();
  }

  private static ObjectNode command(String name, String by) {
    return JsonNodeFactory.instance.objectNode().put("command", name).put("by", by);
  }

  private static byte[] bytes(ObjectNode command) {
    return command.toString().getBytes(UTF_8);
  }
}
