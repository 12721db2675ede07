#!/usr/bin/env escript
%% An online charging system on Erlang/OTP's diameter with its own rfc4006_cc dictionary: 2001 while there is credit, 4012 when it is used up.
%% Arguments: directory for the compiled dictionary, port, credit in minor units. Prints "ready" when it listens; ends with its standard input.
-mode(compile).

main([Dir, Port, Credit]) ->
    true = code:add_patha(Dir),
    ok = dictionary(Dir, "rfc4005_nas"),
    ok = dictionary(Dir, "rfc4006_cc"),
    {ok, Module, Binary} = compile:forms(callbacks(), []),
    {module, _} = code:load_binary(Module, "ocs_callbacks.erl", Binary),
    ets:new(credit, [named_table, public]),
    ets:insert(credit, {left, list_to_integer(Credit)}),
    ok = diameter:start(),
    ok = diameter:start_service(ocs, [
        {'Origin-Host', "ocs.example"},
        {'Origin-Realm', "example"},
        {'Vendor-Id', 0},
        {'Product-Name', "OTP OCS"},
        {'Auth-Application-Id', [4]},
        {string_decode, false},
        {application, [{alias, cc}, {dictionary, rfc4006_cc}, {module, ocs_callbacks}]}]),
    {ok, _} = diameter:add_transport(ocs, {listen, [
        {transport_module, diameter_tcp},
        {transport_config, [{reuseaddr, true}, {ip, {127, 0, 0, 1}}, {port, list_to_integer(Port)}]}]}),
    io:format("ready~n"),
    wait(),
    diameter:stop().

dictionary(Dir, Name) ->
    Dia = filename:join([code:lib_dir(diameter), "examples", "dict", Name ++ ".dia"]),
    ok = diameter_make:codec(Dia, [{outdir, Dir}, {name, Name}, {inherits, "common/diameter_gen_base_rfc6733"}]),
    Include = filename:join(code:lib_dir(diameter), "include"),
    {ok, _} = compile:file(filename:join(Dir, Name ++ ".erl"), [{outdir, Dir}, {i, Include}, {i, Dir}]),
    {module, _} = code:load_file(list_to_atom(Name)),
    ok.

wait() ->
    case io:get_line("") of
        eof -> ok;
        _ -> wait()
    end.

%% The callbacks as a module of their own, since diameter calls a module.
callbacks() ->
    Source = "
        -module(ocs_callbacks).
        -export([peer_up/3, peer_down/3, pick_peer/4, prepare_request/3, prepare_retransmit/3,
                 handle_answer/4, handle_error/4, handle_request/3]).
        peer_up(_, _, S) -> S.
        peer_down(_, _, S) -> S.
        pick_peer(_, _, _, _) -> false.
        prepare_request(P, _, _) -> {send, P}.
        prepare_retransmit(P, _, _) -> {send, P}.
        handle_answer(_, _, _, _) -> ok.
        handle_error(R, _, _, _) -> R.
        handle_request(P, _, _) ->
            case element(6, P) of
                [] -> answer(element(4, P));
                _Errors -> {answer_message, 5004}
            end.
        answer(R) ->
            L = rfc4006_cc:'#get-'(R),
            G = fun(K) -> proplists:get_value(K, L) end,
            Session = iolist_to_binary(G('Session-Id')),
            Key = {Session, G('CC-Request-Number')},
            Code = case ets:lookup(credit, Key) of
                [{_, Known}] -> Known;
                [] ->
                    New = decide(G('CC-Request-Type'), G('Requested-Action'), amount(G('Requested-Service-Unit')), Session),
                    ets:insert(credit, {Key, New}),
                    New
            end,
            Base = [{'Session-Id', Session}, {'Result-Code', Code}, {'Origin-Host', \"ocs.example\"},
                    {'Origin-Realm', \"example\"}, {'Auth-Application-Id', 4},
                    {'CC-Request-Type', G('CC-Request-Type')}, {'CC-Request-Number', G('CC-Request-Number')}],
            Grant = case {G('CC-Request-Type'), Code} of
                {1, 2001} -> [{'Granted-Service-Unit', [unit(amount(G('Requested-Service-Unit')))]}];
                _ -> []
            end,
            Check = case {G('Requested-Action'), Code} of
                {[2], 2001} -> [{'Check-Balance-Result', [0]}];
                _ -> []
            end,
            {reply, ['CCA' | Base ++ Grant ++ Check]}.
        unit(A) ->
            rfc4006_cc:'#new-'('Granted-Service-Unit', [{'CC-Money', [rfc4006_cc:'#new-'('CC-Money',
                [{'Unit-Value', rfc4006_cc:'#new-'('Unit-Value', [{'Value-Digits', A}, {'Exponent', [-2]}])},
                 {'Currency-Code', [156]}])]}]).
        amount([]) -> 0;
        amount([U]) ->
            [M] = rfc4006_cc:'#get-'('CC-Money', U),
            V = rfc4006_cc:'#get-'('Unit-Value', M),
            rfc4006_cc:'#get-'('Value-Digits', V).
        decide(4, [0], A, S) -> take(A, S);
        decide(4, [1], A, _) -> ets:update_counter(credit, left, A), 2001;
        decide(4, [2], A, _) -> case ets:lookup(credit, left) of [{_, L}] when L >= A -> 2001; _ -> 4012 end;
        decide(1, _, A, S) -> take(A, S);
        decide(3, _, _, _) -> 2001;
        decide(_, _, _, _) -> 5012.
        take(A, _) ->
            [{_, L}] = ets:lookup(credit, left),
            if L >= A -> ets:update_counter(credit, left, -A), 2001; true -> 4012 end.
    ",
    forms(Source, 1, []).

forms(Source, Line, Forms) ->
    case erl_scan:tokens([], Source, Line) of
        {done, {ok, Tokens, Next}, Rest} ->
            {ok, Form} = erl_parse:parse_form(Tokens),
            forms(Rest, Next, [Form | Forms]);
        _ -> lists:reverse(Forms)
    end.
