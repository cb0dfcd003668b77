package dev.orderpipeline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.Step;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MailboxTest {

  private final AtomicInteger wakes = new AtomicInteger();
  private final Mailbox mailbox = new Mailbox(wakes::incrementAndGet);

  @Test
  void expectsAnAnswerForEveryCallUntilItIsTaken() {
    assertThat(mailbox.expecting()).isFalse();
    mailbox.expect();
    mailbox.post(letter("o-1"));
    assertThat(wakes).hasValue(1);
    assertThat(mailbox.expecting()).isTrue();
    assertThat(mailbox.take()).isEqualTo(letter("o-1"));
    assertThat(mailbox.take()).isNull();
    assertThat(mailbox.expecting()).isFalse();
  }

  @Test
  void closedItDropsWhatIsInItAndWhatComes() {
    mailbox.expect();
    mailbox.post(letter("o-1"));
    mailbox.close();
    mailbox.post(letter("o-2"));
    assertThat(mailbox.unread()).isEmpty();
    assertThat(mailbox.isOpen()).isFalse();
    assertThat(wakes).as("the next owner is not woken for it").hasValue(1);
  }

  private static Mailbox.Letter letter(String orderId) {
    return new Mailbox.Letter(
        orderId, new Input.Answered(2, Step.CHARGE, 1, new Answer.NotSent("refused")));
  }
}
