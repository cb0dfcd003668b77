package dev.orderpipeline.deployment;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/// Classes in jars, by their internal names.
final class Jars {

  private Jars() {}

  static List<Path> in(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
  }

  static Set<String> entries(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return file.stream().map(entry -> entry.getName()).collect(Collectors.toSet());
    }
  }

  /// What every class of a jar refers to.
  static Map<String, Set<String>> references(Path jar) throws IOException {
    var references = new HashMap<String, Set<String>>();
    try (var file = new JarFile(jar.toFile())) {
      for (var entry : (Iterable<JarEntry>) file.stream()::iterator) {
        if (entry.getName().endsWith(".class")) {
          try (var in = file.getInputStream(entry)) {
            references.put(entry.getName(), referred(in.readAllBytes()));
          }
        }
      }
    }
    return references;
  }

  private static Set<String> referred(byte[] bytes) {
    var names = new TreeSet<String>();
    for (var constant : ClassFile.of().parse(bytes).constantPool()) {
      if (constant instanceof ClassEntry reference) {
        // An array's name holds its element's.
        names.add(reference.asInternalName().replaceFirst("^\\[+L(.*);$", "$1") + ".class");
      }
    }
    return new HashSet<>(names);
  }
}
