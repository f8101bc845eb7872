// swift-tools-version: 6.2
// The targets are the layers of the program: an arrow "may import" is a dependency here, so the compiler keeps them.

import PackageDescription

let house: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// The folder Kernels compiled again for another instruction set, or in double precision.
///
/// The program picks one when it starts. Optimised in debug builds too: unoptimised, the AVX objects would carry weak
/// copies of small functions of the standard library, and the linker could give those to code that runs on any processor.
func kernels(_ name: String, _ flags: [String]) -> Target {
  let optimized = ["-O", "-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"]
  return .target(name: name, swiftSettings: house + [.unsafeFlags(optimized + flags)])
}

/// Optimised in debug builds too, its assertions kept: what lies below the views, which tests run thousands of times.
let optimizedInTests: [SwiftSetting] = [
  .unsafeFlags(
    ["-O", "-assert-config", "Debug", "-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"],
    .when(configuration: .debug))
]

let package = Package(
  name: "unroll",
  products: [.executable(name: "unroll", targets: ["unroll"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    kernels("Kernels", []),
    kernels("KernelsAVX2", ["-Xcc", "-mavx2", "-Xcc", "-mfma", "-DFUSED_MULTIPLY_ADD"]),
    kernels(
      "KernelsAVX512",
      [
        "-Xcc", "-march=x86-64-v4", "-Xcc", "-mprefer-vector-width=512", "-DFUSED_MULTIPLY_ADD",
        "-DMANY_REGISTERS",
      ]),
    kernels("KernelsDouble", ["-DDOUBLE_PRECISION"]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .target(name: "Equations", swiftSettings: house + optimizedInTests),
    .target(name: "Chance", swiftSettings: house),
    .target(name: "Cells", swiftSettings: house + optimizedInTests),
    .target(name: "Formats", dependencies: ["CZlib"], swiftSettings: house + optimizedInTests),
    .target(
      name: "Evaluation",
      dependencies: ["Equations", "Kernels", "KernelsAVX2", "KernelsAVX512", "KernelsDouble"],
      swiftSettings: house + optimizedInTests),
    .target(
      name: "Catalogue", dependencies: ["Equations", "Formats", "Chance"], swiftSettings: house + optimizedInTests),
    .target(
      name: "Learning", dependencies: ["Equations", "Evaluation", "Formats", "Chance"],
      swiftSettings: house + optimizedInTests),
    .target(
      name: "Debugger", dependencies: ["Equations", "Evaluation", "Learning", "Catalogue", "Formats", "Chance"],
      swiftSettings: house + optimizedInTests),
    .target(name: "Views", dependencies: ["Cells", "Debugger", "Evaluation", "Equations"], swiftSettings: house),
    .target(name: "CTerminalState"),
    .target(name: "Terminal", dependencies: ["Cells", "CNcurses", "CTerminalState"], swiftSettings: house),
    .executableTarget(
      name: "unroll",
      dependencies: [
        "Equations", "Cells", "Formats", "Evaluation", "Catalogue", "Learning", "Debugger", "Views", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: house),

    .target(
      name: "Reference", dependencies: ["Equations"], path: "Tests/Reference", swiftSettings: house + optimizedInTests),
    .target(name: "TestSupport", dependencies: ["Formats"], path: "Tests/TestSupport", swiftSettings: house),
    .testTarget(
      name: "KernelsTests", dependencies: ["Kernels", "KernelsAVX2", "KernelsAVX512", "KernelsDouble"],
      swiftSettings: house),
    .testTarget(
      name: "EquationsTests", dependencies: ["Equations", "TestSupport"], exclude: ["Fixtures"], swiftSettings: house),
    .testTarget(name: "CellsTests", dependencies: ["Cells"], swiftSettings: house),
    .testTarget(
      name: "FormatsTests", dependencies: ["Formats", "TestSupport"], exclude: ["Fixtures"], swiftSettings: house),
    .testTarget(
      name: "EvaluationTests",
      dependencies: ["Equations", "Evaluation", "Reference", "TestSupport", "Catalogue", "Chance", "Formats"],
      exclude: ["Fixtures"], swiftSettings: house),
    .testTarget(
      name: "CatalogueTests", dependencies: ["Catalogue", "Equations", "Formats", "TestSupport"], swiftSettings: house),
    .testTarget(
      name: "LearningTests",
      dependencies: [
        "Learning", "Equations", "Evaluation", "Catalogue", "Chance", "Formats", "Reference", "TestSupport",
      ], exclude: ["Fixtures"], swiftSettings: house),
    .testTarget(
      name: "DebuggerTests",
      dependencies: ["Debugger", "Evaluation", "Equations", "Learning", "Catalogue", "Formats", "TestSupport"],
      swiftSettings: house),
    .testTarget(
      name: "ViewsTests",
      dependencies: ["Views", "Cells", "Debugger", "Evaluation", "Equations", "Catalogue", "TestSupport"],
      exclude: ["Snapshots"], swiftSettings: house),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Cells", "TestSupport"], swiftSettings: house),
    .testTarget(name: "ProgramTests", dependencies: ["TestSupport", "Catalogue", "Formats"], swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)
