package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.gateways.GatewayClient;
import java.util.ArrayList;
import java.util.List;

/// Holds the calls of one transaction back until it is committed: no request reaches a gateway
/// before the intent that caused it is durable. One per stream thread, because a transaction is.
public final class IntentOutbox {

  private final GatewayClient client;
  private List<Intent> staged = new ArrayList<>();

  public IntentOutbox(GatewayClient client) {
    this.client = client;
  }

  void stage(Intent intent) {
    staged.add(intent);
  }

  /// The transaction is committed: its calls leave, except those whose owner has gone meanwhile (the
  /// next owner finds their intents and makes them) and those that it has become too late for.
  public void committed() {
    List<Intent> leaving = staged;
    staged = new ArrayList<>();
    for (Intent intent : leaving) {
      if (!intent.replyTo().isOpen()) {
        intent.gate().leaveUnused();
      } else if (intent.isTooLate()) {
        intent.gate().leaveUnused();
        reply(intent, new Answer.NotSent("too_late_to_leave"));
      } else {
        client.call(intent.request(), answer -> reply(intent, answer));
      }
    }
  }

  /// The transaction is aborted, and its intents with it.
  public void aborted() {
    List<Intent> dropped = staged;
    staged = new ArrayList<>();
    dropped.forEach(intent -> intent.gate().leaveUnused());
  }

  /// Calls waiting for the commit.
  public int size() {
    return staged.size();
  }

  private static void reply(Intent intent, Answer answer) {
    intent
        .replyTo()
        .post(
            new Mailbox.Letter(
                intent.call().orderId(),
                new Input.Answered(
                    intent.call().version(), intent.call().step(), intent.call().call(), answer)));
  }
}
