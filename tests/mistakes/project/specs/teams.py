from o11ygen import Team, email, per_env, slack

sales = Team(
    "sales",
    page=per_env(slack("#quiet"), tiers={"production": slack("#page", pages=True)}),
    notify=per_env(slack("#quiet-too"), tiers={"production": email("sales@example.com", subject="Warning")}),
)
