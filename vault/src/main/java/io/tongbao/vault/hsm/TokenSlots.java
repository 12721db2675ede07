package io.tongbao.vault.hsm;

import io.tongbao.vault.VaultUnavailable;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slots and the labels of the tokens in them (PKCS#11 v2.40 §5.5). Java's provider can only be told a slot's number, and
 * SoftHSM2 and most HSMs number slots anew; so the library itself is asked. For 64-bit systems whose {@code long} has 64 bits.
 */
final class TokenSlots {

    private static final long OK = 0;
    private static final long ALREADY_INITIALIZED = 0x191;
    private static final long OS_LOCKING_OK = 2;

    // Places in CK_FUNCTION_LIST, after the version.
    private static final int INITIALIZE = 0;
    private static final int GET_SLOT_LIST = 4;
    private static final int GET_TOKEN_INFO = 6;

    private static final int MOST_SLOTS = 1024;
    private static final int LABEL_BYTES = 32;
    /** CK_TOKEN_INFO has 208 bytes here; vendors' versions of it have been longer. */
    private static final int TOKEN_INFO_BYTES = 1024;

    private final MemorySegment functions;

    private TokenSlots(MemorySegment functions) {
        this.functions = functions;
    }

    /**
     * The slot of the token with this label.
     *
     * @throws VaultUnavailable when there is none, or two
     */
    static long ofLabel(Path library, String label) {
        Map<Long, String> labels = open(library).labels();
        long[] slots = labels.entrySet().stream()
                .filter(entry -> entry.getValue().equals(label))
                .mapToLong(Map.Entry::getKey)
                .toArray();
        if (slots.length != 1) {
            throw new VaultUnavailable(
                    slots.length == 0
                            ? "The HSM behind " + library + " has no token labelled " + label + " (it has "
                                    + labels.values() + "); initialise it or correct pkcs11.token."
                            : "The HSM behind " + library + " has several tokens labelled " + label
                                    + "; name the slot with pkcs11.slot instead.");
        }
        return slots[0];
    }

    @SuppressWarnings("restricted") // calling the vendor's library is what this is for
    private static TokenSlots open(Path library) {
        try (Arena arena = Arena.ofConfined()) {
            // Never unloaded: Java's provider uses the same copy of the library.
            SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
            MethodHandle getFunctionList = Linker.nativeLinker()
                    .downcallHandle(
                            symbols.find("C_GetFunctionList")
                                    .orElseThrow(() -> new IllegalArgumentException("no C_GetFunctionList")),
                            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
            MemorySegment pointer = arena.allocate(ValueLayout.ADDRESS);
            check("C_GetFunctionList", (long) getFunctionList.invokeExact(pointer));
            TokenSlots slots = new TokenSlots(
                    pointer.get(ValueLayout.ADDRESS, 0).reinterpret(8 + 70 * ValueLayout.ADDRESS.byteSize()));
            slots.initialise(arena);
            return slots;
        } catch (IllegalArgumentException e) {
            throw new VaultUnavailable("The PKCS#11 library " + library + " cannot be loaded: " + e.getMessage(), e);
        } catch (Throwable e) { // what a method handle may throw; only the library's own failures get here
            throw failed(e);
        }
    }

    private void initialise(Arena arena) throws Throwable {
        // CK_C_INITIALIZE_ARGS: four null callbacks, flags, null.
        MemorySegment arguments = arena.allocate(6 * ValueLayout.JAVA_LONG.byteSize());
        arguments.setAtIndex(ValueLayout.JAVA_LONG, 4, OS_LOCKING_OK);
        long result = (long) function(INITIALIZE, ValueLayout.ADDRESS).invokeExact(arguments);
        if (result != ALREADY_INITIALIZED) {
            check("C_Initialize", result);
        }
    }

    private Map<Long, String> labels() {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle getSlotList =
                    function(GET_SLOT_LIST, ValueLayout.JAVA_BYTE, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
            MemorySegment count = arena.allocateFrom(ValueLayout.JAVA_LONG, MOST_SLOTS);
            MemorySegment list = arena.allocate(ValueLayout.JAVA_LONG, MOST_SLOTS);
            check("C_GetSlotList", (long) getSlotList.invokeExact((byte) 1, list, count));
            MethodHandle getTokenInfo = function(GET_TOKEN_INFO, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
            MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, 8);
            Map<Long, String> labels = new LinkedHashMap<>();
            for (long i = 0; i < count.get(ValueLayout.JAVA_LONG, 0); i++) {
                long slot = list.getAtIndex(ValueLayout.JAVA_LONG, i);
                if ((long) getTokenInfo.invokeExact(slot, info) == OK) {
                    byte[] label = info.asSlice(0, LABEL_BYTES).toArray(ValueLayout.JAVA_BYTE);
                    labels.put(slot, new String(label, StandardCharsets.UTF_8).stripTrailing());
                }
            }
            return labels;
        } catch (Throwable e) { // what a method handle may throw; only the library's own failures get here
            throw failed(e);
        }
    }

    @SuppressWarnings("restricted") // as above
    private MethodHandle function(int place, MemoryLayout... arguments) {
        MemorySegment address = functions.get(ValueLayout.ADDRESS, 8 + place * ValueLayout.ADDRESS.byteSize());
        return Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_LONG, arguments));
    }

    private static void check(String function, long result) {
        if (result != OK) {
            throw new VaultUnavailable(
                    "The HSM answered " + function + " with error 0x" + Long.toHexString(result) + ".");
        }
    }

    private static VaultUnavailable failed(Throwable e) {
        return e instanceof VaultUnavailable known
                ? known
                : new VaultUnavailable("The PKCS#11 library failed: " + e.getMessage(), e);
    }
}
