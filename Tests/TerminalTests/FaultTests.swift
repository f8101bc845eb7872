// A fault inside the program while it holds the terminal: a process of its own dies of it, and the terminal is in order.

import Cells
import Glibc
import Terminal
import TestSupport
import Testing

@Suite struct FaultTests {
  /// Ways to die that no program means to take.
  enum Fault: String, CaseIterable, Codable, Sendable {
    case trap, badAddress, endlessRecursion, abort

    var signals: [Int32] {
      switch self {
      case .trap: [SIGILL, SIGTRAP]
      case .badAddress, .endlessRecursion: [SIGSEGV, SIGBUS]
      case .abort: [SIGABRT]
      }
    }

    func happen() {
      switch self {
      case .trap: preconditionFailure("as a wrong index does")
      case .badAddress: UnsafeMutablePointer<Int>(bitPattern: 64)?.pointee = 1
      case .endlessRecursion: print(Fault.depth(of: 1))
      case .abort: Glibc.abort()
      }
    }

    private static func depth(of number: Int) -> Int { number < 0 ? 0 : depth(of: number &+ 1) &+ number }
  }

  @Test(arguments: Fault.allCases)
  func `a fault gives the terminal back before it ends the program`(fault: Fault) async throws {
    let terminal = try PseudoTerminal(width: 30, height: 5)
    let descriptor = terminal.slaveDescriptor
    let name = "/proc/\(getpid())/fd/\(descriptor)"
    let result = await #expect(processExitsWith: .failure, observing: []) {
      [name = name as String, fault = fault as Fault] in
      setenv("SWIFT_BACKTRACE", "enable=no", 1)
      let device = open(name, O_RDWR | O_NOCTTY)
      let screen = try TerminalScreen(input: device, output: device) { plainEnvironment()[$0] }
      screen.hasMouse = true
      screen.show(Grid(lines: ["shown"]))
      fault.happen()
    }
    guard case .signal(let signal)? = result?.exitStatus else {
      Issue.record("it did not die of a signal: \(String(describing: result))")
      return
    }
    #expect(fault.signals.contains(signal))
    terminal.pump(milliseconds: 20)
    #expect(String(decoding: terminal.transcript, as: UTF8.self).contains("shown"))
    #expect(terminal.disorder == [])
  }
}
