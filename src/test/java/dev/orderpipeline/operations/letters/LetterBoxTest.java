package dev.orderpipeline.operations.letters;

import static dev.orderpipeline.operations.letters.LetterStatus.BACK_AGAIN;
import static dev.orderpipeline.operations.letters.LetterStatus.DISCARDED;
import static dev.orderpipeline.operations.letters.LetterStatus.OPEN;
import static dev.orderpipeline.operations.letters.LetterStatus.REDRIVEN;
import static dev.orderpipeline.operations.letters.LetterStatus.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.StateName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LetterBoxTest {

  private final Letters world = new Letters();

  @Test
  void aRecordIsOpenUntilItIsRedrivenAndResolvedWhenThePipelineHasDealtWithIt() {
    Letter letter = world.input(5, "o-1", "not_json");
    assertThat(world.only(letter).status()).isEqualTo(OPEN);
    world.redrive(letter, 17, 1);
    assertThat(world.only(letter).status()).isEqualTo(REDRIVEN);
    world.consumed.add(Letters.placed(17));
    assertThat(world.only(letter).status()).isEqualTo(RESOLVED);
  }

  @Test
  void whatComesBackIsTheSameCaseAndTheNewestLetterIsTheOneToActOn() {
    Letter first = world.input(5, "o-1", "not_json");
    world.redrive(first, 17, 1);
    world.consumed.add(Letters.placed(17));
    Letter second = world.back(17, "o-1", first.id(), 1);
    Case one = world.only(second, first);
    assertThat(one.status()).isEqualTo(BACK_AGAIN);
    assertThat(one.newest()).isEqualTo(second);
    assertThat(one.redrives()).isEqualTo(1);
    assertThat(one.root()).isEqualTo(first.id());
    world.redrive(second, 30, 2);
    world.consumed.add(Letters.placed(30));
    Letter third = world.back(30, "o-1", first.id(), 2);
    assertThat(world.only(second, third, first).redrives()).isEqualTo(2);
    LetterBox box = LetterBox.of(List.of(first, second, third), world);
    assertThat(box.find(first.id())).isEqualTo(box.find(third.id())).isPresent();
  }

  @Test
  void aHeaderAloneLinksNothing_soNobodyCanHideALetterBehindAnother() {
    Letter real = world.input(5, "o-1", "conflicting_duplicate");
    Letter forged = world.back(6, "o-2", real.id(), 7);
    LetterBox box = LetterBox.of(List.of(real, forged), world);
    assertThat(box.cases()).hasSize(2);
    assertThat(box.find(real.id()).orElseThrow().newest()).isEqualTo(real);
    assertThat(box.find(forged.id()).orElseThrow().redrives()).isZero();
    assertThat(box.find(forged.id()).orElseThrow().status()).isEqualTo(OPEN);
  }

  @Test
  void ofLettersWithOneIdTheFirstCounts() {
    Letter real = world.input(5, "o-1", "not_json");
    Letter copy = world.input(5, "o-9", "nonsense");
    assertThat(world.only(real, copy).newest()).isEqualTo(real);
  }

  @Test
  void aDiscardedLetterStaysSo() {
    Letter letter = world.input(5, "o-1", "not_json");
    world.discard(letter);
    assertThat(world.only(letter).status()).isEqualTo(DISCARDED);
  }

  @Test
  void aSuspendedOrderIsResolvedWhenItIsSuspendedNoMore() {
    Letter letter = world.suspended("o-1", 5);
    assertThat(world.only(letter).status()).isEqualTo(OPEN);
    world.orders.put("o-1", Letters.standing(StateName.COMPENSATING, 5, Optional.of("o-1:5")));
    assertThat(world.only(letter).status()).isEqualTo(OPEN);
    world.redrive(letter, 3, 1);
    assertThat(world.only(letter).status()).isEqualTo(REDRIVEN);
    world.orders.put("o-1", Letters.standing(StateName.COMPENSATING, 6, Optional.empty()));
    assertThat(world.only(letter).status()).isEqualTo(RESOLVED);

    Letter again = world.suspended("o-1", 7);
    world.orders.put("o-1", Letters.standing(StateName.COMPENSATING, 7, Optional.of("o-1:7")));
    Case one = world.only(letter, again);
    assertThat(one.status()).isEqualTo(BACK_AGAIN);
    assertThat(one.newest()).isEqualTo(again);
    assertThat(one.redrives()).isEqualTo(1);
    assertThat(one.root()).isEqualTo("o-1:5");
  }

  @Test
  void lettersOfOneCauseHaveOneFingerprint() {
    Letter one = world.input(5, "o-1", "not_json");
    Letter other = world.input(1234, "order-99", "not_json");
    Letter different = world.input(6, "o-3", "tombstone");
    LetterBox box = LetterBox.of(List.of(one, other, different), world);
    List<LetterBox.Group> groups = LetterBox.groups(box.cases());
    assertThat(groups).extracting(LetterBox.Group::cases).containsExactly(2, 1);
    assertThat(groups.getFirst().fingerprint().message()).isEqualTo("order … is bad at #");
    assertThat(groups.getFirst().waiting()).isEqualTo(2);
  }

  @Test
  void filtersByAllThatIsKnown() {
    Letter one = world.input(5, "o-1", "not_json");
    Letter other = world.suspended("o-2", 4);
    LetterBox box = LetterBox.of(List.of(one, other), world);
    assertThat(box.select(LetterFilter.ALL)).hasSize(2);
    assertThat(ids(box, filter(Set.of("not_json"), "", ""))).containsExactly(one.id());
    assertThat(ids(box, filter(Set.of(), "IS BAD", ""))).containsExactly(one.id());
    assertThat(ids(box, filter(Set.of(), "", "o-2"))).containsExactly(other.id());
    assertThat(ids(box, filter(Set.of(), "nowhere", ""))).isEmpty();
    LetterFilter late =
        new LetterFilter(
            Set.of(),
            Optional.of(Letters.NOW.plusMillis(1)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(OPEN),
            Optional.empty(),
            Optional.empty());
    assertThat(ids(box, late)).containsExactly(other.id());
  }

  private static LetterFilter filter(Set<String> reasons, String text, String orderId) {
    return new LetterFilter(
        reasons,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(text).filter(some -> !some.isEmpty()),
        Set.of(),
        Optional.of(orderId).filter(some -> !some.isEmpty()),
        Optional.empty());
  }

  private static List<String> ids(LetterBox box, LetterFilter filter) {
    return box.select(filter).stream().map(one -> one.newest().id()).toList();
  }

  @Test
  void hostileHeadersBecomeALetterThatIsSafeToShow() {
    Letter letter =
        Letters.read(
            Map.of(
                "dlq_id", "../../etc/\u001b[31mx",
                "dlq_reason", "<script>",
                "dlq_message", "a\nb\u001b[0m" + "x".repeat(10_000),
                "dlq_at", "yesterday",
                "dlq_order_id", "o 1",
                "dlq_source_topic", "orders.placed",
                "dlq_source_partition", "99999999999",
                "dlq_source_offset", "-1"),
            "k",
            "{}");
    assertThat(letter.id()).isEqualTo("orders.dead-letter-0-7");
    assertThat(letter.reason()).isEqualTo("unknown");
    assertThat(letter.message()).startsWith("a b [0mxxx").hasSize(500);
    assertThat(letter.at()).isEqualTo(Letters.NOW);
    assertThat(letter.kind()).isEqualTo(LetterKind.FOREIGN);
    assertThat(letter.orderId()).isEmpty();
  }
}
