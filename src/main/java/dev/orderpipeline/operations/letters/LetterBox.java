package dev.orderpipeline.operations.letters;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// All cases, the newest first.
public record LetterBox(List<Case> cases) {

  public LetterBox {
    cases = List.copyOf(cases);
  }

  /// Letters of one fingerprint.
  ///
  /// @param waiting how many of them wait for a person
  public record Group(Fingerprint fingerprint, int cases, int waiting) {}

  /// Sorts letters into cases. Of several with one id the first counts: ids are unique unless
  /// somebody else writes to the topic.
  public static LetterBox of(Collection<Letter> letters, Surroundings around) {
    Map<String, Letter> byId = new LinkedHashMap<>();
    letters.forEach(letter -> byId.putIfAbsent(letter.id(), letter));
    Map<String, List<Letter>> groups = new LinkedHashMap<>();
    for (Letter letter : byId.values()) {
      Letter believed = Case.believed(letter, around);
      groups.computeIfAbsent(Case.groupOf(believed), _ -> new ArrayList<>()).add(believed);
    }
    return new LetterBox(
        groups.values().stream()
            .map(group -> Case.of(group, around))
            .sorted(
                Comparator.comparing((Case one) -> one.newest().at())
                    .reversed()
                    .thenComparing(one -> one.newest().id()))
            .toList());
  }

  /// The case that a letter is of, be it the newest or an older one.
  public Optional<Case> find(String id) {
    return cases.stream()
        .filter(one -> one.letters().stream().anyMatch(letter -> letter.id().equals(id)))
        .findFirst();
  }

  public List<Case> select(LetterFilter filter) {
    return cases.stream().filter(filter::matches).toList();
  }

  /// How many of each kind, those that most wait first.
  public static List<Group> groups(List<Case> cases) {
    return cases.stream()
        .collect(Collectors.groupingBy(Case::fingerprint, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(entry ->
            new Group(
                entry.getKey(),
                entry.getValue().size(),
                Math.toIntExact(
                    entry.getValue().stream().filter(one -> one.status().waits()).count())))
        .sorted(
            Comparator.comparingInt(Group::waiting)
                .thenComparingInt(Group::cases)
                .reversed()
                .thenComparing(group -> group.fingerprint().code()))
        .toList();
  }
}
