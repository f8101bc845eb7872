// Starting a program by posix_spawn. Tests start programs side by side, so no descriptor of one may slip into another:
// between making one and marking it close-on-exec nothing is started.

import Glibc
import Synchronization

/// What a new program is given.
struct Spawning {
  var program: String
  var arguments: [String]
  var environment: [String: String]
  /// A folder to start in; the test's own if nil.
  var folder: String?
  /// Descriptors of this process that become 0, 1 and 2 of the program.
  var descriptors: [Int32] = []
  /// A terminal that becomes 0, 1, 2 and, in a session of its own, the controlling terminal.
  var terminal: String?

  /// Starts it; signals are as at login.
  /// - Returns: the process's number.
  func start() throws(SystemError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }

    if let terminal {
      // A session leader without a controlling terminal takes the first one that it opens.
      posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
    for (target, descriptor) in descriptors.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
    }
    var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    if terminal != nil { flags |= Self.newSession }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(flags))

    // There is a call for the folder, but not in every C library: the shell is in all of them.
    let command =
      folder.map { ["/bin/sh", "-c", "cd -- \"$0\" && exec \"$@\"", $0, program] + arguments } ?? [program] + arguments
    var process: pid_t = 0
    let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
    let code = Self.withStrings(command) { arguments in
      Self.withStrings(variables) { variables in
        Self.starting.withLock { _ in posix_spawnp(&process, command[0], &actions, &attributes, arguments, variables) }
      }
    }
    guard code == 0 else { throw SystemError("posix_spawn \(program)", code) }
    return process
  }

  /// Held while a program is started, and while a descriptor is made that it must not inherit.
  static let starting = Mutex(())

  /// POSIX_SPAWN_SETSID of POSIX.1-2024, which Glibc's module does not show.
  private static let newSession: Int32 = 0x80

  private static func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }

  /// Makes a descriptor no child inherits.
  static func closingOnExec(_ descriptor: Int32) -> Int32 {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  /// Milliseconds of a clock that never goes back.
  static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}

/// An environment that is the same on every machine: few variables, none that changes colors or language.
package func plainEnvironment(_ more: [String: String] = [:]) -> [String: String] {
  var environment = ["LANG": "C.UTF-8", "TERM": "xterm-256color"]
  // What the dynamic linker and the folders need.
  for name in ["PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR"] {
    if let value = getenv(name) { environment[name] = String(cString: value) }
  }
  return environment.merging(more) { $1 }
}
