//! Services that run code with a role that the caller passes to them.
//!
//! Source: AWS, Service Authorization Reference (actions that pass a role); the published lists of escalation paths of
//! Rhino Security Labs, of NCC Group's PMapper and of DataDog's pathfinding.cloud (2025-12-17) name the same ones.

/// A way to run code with a role.
pub(super) struct Way {
    /// The service that assumes the role.
    pub(super) service: &'static str,
    /// Actions in addition to `iam:PassRole`: one of each row.
    pub(super) actions: &'static [&'static [&'static str]],
}

/// All of them.
pub(super) const WAYS: [Way; 38] = [
    Way {
        service: "lambda.amazonaws.com",
        actions: &[
            &["lambda:CreateFunction"],
            &[
                "lambda:InvokeFunction",
                "lambda:CreateEventSourceMapping",
                "lambda:AddPermission",
                "lambda:CreateFunctionUrlConfig",
            ],
        ],
    },
    Way {
        service: "lambda.amazonaws.com",
        actions: &[&["lambda:UpdateFunctionConfiguration"], &["lambda:UpdateFunctionCode"]],
    },
    Way {
        service: "ec2.amazonaws.com",
        actions: &[&[
            "ec2:RunInstances",
            "ec2:RequestSpotInstances",
            "ec2:RequestSpotFleet",
            "ec2:CreateFleet",
        ]],
    },
    Way {
        service: "ec2.amazonaws.com",
        actions: &[
            &["ec2:AssociateIamInstanceProfile", "ec2:ReplaceIamInstanceProfileAssociation"],
            &[
                "ssm:SendCommand",
                "ssm:StartSession",
                "ec2-instance-connect:SendSSHPublicKey",
                "ec2:ModifyInstanceAttribute",
            ],
        ],
    },
    Way {
        service: "ec2.amazonaws.com",
        actions: &[
            &["autoscaling:CreateLaunchConfiguration", "ec2:CreateLaunchTemplate"],
            &["autoscaling:CreateAutoScalingGroup", "autoscaling:UpdateAutoScalingGroup"],
        ],
    },
    Way { service: "ec2.amazonaws.com", actions: &[&["elasticmapreduce:RunJobFlow"]] },
    Way {
        service: "ec2.amazonaws.com",
        actions: &[&["elasticbeanstalk:CreateEnvironment", "elasticbeanstalk:UpdateEnvironment"]],
    },
    // Both replace role and command of a task definition that exists.
    Way { service: "ecs-tasks.amazonaws.com", actions: &[&["ecs:RunTask", "ecs:StartTask"]] },
    Way { service: "emr-serverless.amazonaws.com", actions: &[&["emr-serverless:StartJobRun"]] },
    Way {
        service: "kinesisanalytics.amazonaws.com",
        actions: &[&["kinesisanalytics:CreateApplication"], &["kinesisanalytics:StartApplication"]],
    },
    Way { service: "amplify.amazonaws.com", actions: &[&["amplify:CreateApp", "amplify:UpdateApp"]] },
    Way { service: "airflow-env.amazonaws.com", actions: &[&["airflow:CreateEnvironment"]] },
    Way { service: "cognito-identity.amazonaws.com", actions: &[&["cognito-identity:SetIdentityPoolRoles"]] },
    Way { service: "kafkaconnect.amazonaws.com", actions: &[&["kafkaconnect:CreateConnector"]] },
    Way {
        service: "rolesanywhere.amazonaws.com",
        actions: &[
            &["rolesanywhere:CreateTrustAnchor", "rolesanywhere:UpdateTrustAnchor"],
            &["rolesanywhere:CreateProfile", "rolesanywhere:UpdateProfile"],
        ],
    },
    Way {
        service: "ecs-tasks.amazonaws.com",
        actions: &[
            &["ecs:RegisterTaskDefinition"],
            &["ecs:RunTask", "ecs:StartTask", "ecs:CreateService", "ecs:UpdateService"],
        ],
    },
    Way {
        service: "ecs-tasks.amazonaws.com",
        actions: &[&["batch:RegisterJobDefinition"], &["batch:SubmitJob"]],
    },
    Way {
        service: "cloudformation.amazonaws.com",
        actions: &[&[
            "cloudformation:CreateStack",
            "cloudformation:UpdateStack",
            "cloudformation:CreateChangeSet",
            "cloudformation:CreateStackSet",
            "cloudformation:UpdateStackSet",
        ]],
    },
    Way { service: "glue.amazonaws.com", actions: &[&["glue:CreateDevEndpoint", "glue:CreateSession"]] },
    Way {
        service: "glue.amazonaws.com",
        actions: &[&["glue:CreateJob", "glue:UpdateJob"], &["glue:StartJobRun", "glue:CreateTrigger"]],
    },
    Way {
        service: "datapipeline.amazonaws.com",
        actions: &[&["datapipeline:CreatePipeline"], &["datapipeline:PutPipelineDefinition"]],
    },
    Way {
        service: "sagemaker.amazonaws.com",
        actions: &[&[
            "sagemaker:CreateNotebookInstance",
            "sagemaker:CreateTrainingJob",
            "sagemaker:CreateProcessingJob",
            "sagemaker:CreateHyperParameterTuningJob",
            "sagemaker:CreateUserProfile",
        ]],
    },
    Way {
        service: "codebuild.amazonaws.com",
        actions: &[
            &["codebuild:CreateProject", "codebuild:UpdateProject"],
            &["codebuild:StartBuild", "codebuild:StartBuildBatch"],
        ],
    },
    Way { service: "codestar.amazonaws.com", actions: &[&["codestar:CreateProject"]] },
    Way {
        service: "codepipeline.amazonaws.com",
        actions: &[&["codepipeline:CreatePipeline", "codepipeline:UpdatePipeline"]],
    },
    Way {
        service: "states.amazonaws.com",
        actions: &[&["states:CreateStateMachine", "states:UpdateStateMachine"], &["states:StartExecution"]],
    },
    Way {
        service: "scheduler.amazonaws.com",
        actions: &[&["scheduler:CreateSchedule", "scheduler:UpdateSchedule"]],
    },
    Way { service: "pipes.amazonaws.com", actions: &[&["pipes:CreatePipe", "pipes:UpdatePipe"]] },
    Way { service: "ssm.amazonaws.com", actions: &[&["ssm:StartAutomationExecution"]] },
    Way {
        service: "tasks.apprunner.amazonaws.com",
        actions: &[&["apprunner:CreateService", "apprunner:UpdateService"]],
    },
    Way {
        service: "pods.eks.amazonaws.com",
        actions: &[&["eks:CreatePodIdentityAssociation", "eks:UpdatePodIdentityAssociation"]],
    },
    Way {
        service: "imagebuilder.amazonaws.com",
        actions: &[&["imagebuilder:CreateInfrastructureConfiguration"]],
    },
    Way {
        service: "bedrock-agentcore.amazonaws.com",
        actions: &[
            &["bedrock-agentcore:CreateCodeInterpreter"],
            &["bedrock-agentcore:StartCodeInterpreterSession"],
            &["bedrock-agentcore:InvokeCodeInterpreter"],
        ],
    },
    Way {
        service: "bedrock-agentcore.amazonaws.com",
        actions: &[&["bedrock-agentcore:CreateAgentRuntime"], &["bedrock-agentcore:InvokeAgentRuntime"]],
    },
    Way {
        service: "sagemaker.amazonaws.com",
        actions: &[
            &["sagemaker:CreateModel"],
            &["sagemaker:CreateTransformJob", "sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint"],
        ],
    },
    Way {
        service: "sagemaker.amazonaws.com",
        actions: &[
            &["sagemaker:CreatePipeline", "sagemaker:UpdatePipeline"],
            &["sagemaker:StartPipelineExecution"],
        ],
    },
    Way { service: "braket.amazonaws.com", actions: &[&["braket:CreateJob"]] },
    Way { service: "gamelift.amazonaws.com", actions: &[&["gamelift:CreateFleet"]] },
];

/// A way to act as an identity that nobody named, without passing a role: with code that runs already, or with credentials.
pub(super) struct Takeover {
    /// Its ARN, after the partition. `R` and `A` stand for region and account; nothing has the name.
    pub(super) arn: &'static str,
    /// One of each row is needed.
    pub(super) actions: &'static [&'static [&'static str]],
    /// The same on another resource, if it takes one.
    pub(super) also: Option<(&'static str, &'static [&'static [&'static str]])>,
}

impl Takeover {
    /// A way that takes one resource.
    const fn of(arn: &'static str, actions: &'static [&'static [&'static str]]) -> Takeover {
        Takeover { arn, actions, also: None }
    }
}

/// Actions that run code on a machine.
pub(super) const ENTERING: [&str; 4] = [
    "ssm:SendCommand",
    "ssm:StartSession",
    "ec2-instance-connect:SendSSHPublicKey",
    "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
];

/// All of them. Source: as of [`WAYS`], and AWS, Service Authorization Reference (ARNs).
pub(super) const TAKEOVERS: [Takeover; 25] = [
    Takeover::of(
        "iam::A:user/unnamed-0",
        &[&["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"]],
    ),
    Takeover::of("iam::A:role/unnamed-0", &[&["iam:UpdateAssumeRolePolicy"]]),
    // Who signs the tokens of an identity provider is whoever a role of it admits.
    Takeover::of("iam::A:saml-provider/unnamed-0", &[&["iam:UpdateSAMLProvider"]]),
    Takeover::of("lambda:R:A:function:unnamed-0", &[&["lambda:UpdateFunctionCode"]]),
    // A layer is code of whoever publishes it.
    Takeover::of("lambda:R:A:function:unnamed-0", &[&["lambda:UpdateFunctionConfiguration"]]),
    Takeover::of("ec2:R:A:instance/i-0unnamed", &[&ENTERING]),
    Takeover::of("ec2:R:A:instance/i-0unnamed", &[&["ssm:CreateAssociation"]]),
    Takeover::of(
        "ec2:R:A:instance/i-0unnamed",
        &[&["ec2:ModifyInstanceAttribute"], &["ec2:StartInstances", "ec2:RebootInstances"]],
    ),
    // Groups that launch the default version, launch the new one.
    Takeover::of(
        "ec2:R:A:launch-template/lt-0unnamed",
        &[&["ec2:CreateLaunchTemplateVersion"], &["ec2:ModifyLaunchTemplate"]],
    ),
    Takeover::of("cloudformation:R:A:stack/unnamed-0/0", &[&["cloudformation:UpdateStack"]]),
    Takeover::of(
        "cloudformation:R:A:stack/unnamed-0/0",
        &[&["cloudformation:CreateChangeSet"], &["cloudformation:ExecuteChangeSet"]],
    ),
    Takeover::of("glue:R:A:devEndpoint/unnamed-0", &[&["glue:UpdateDevEndpoint"]]),
    Takeover::of(
        "sagemaker:R:A:notebook-instance/unnamed-0",
        &[&["sagemaker:CreatePresignedNotebookInstanceUrl"]],
    ),
    Takeover {
        arn: "sagemaker:R:A:notebook-instance/unnamed-0",
        actions: &[&["sagemaker:UpdateNotebookInstance"], &["sagemaker:StartNotebookInstance"]],
        also: Some((
            "sagemaker:R:A:notebook-instance-lifecycle-config/unnamed-0",
            &[&[
                "sagemaker:CreateNotebookInstanceLifecycleConfig",
                "sagemaker:UpdateNotebookInstanceLifecycleConfig",
            ]],
        )),
    },
    Takeover::of(
        "sagemaker:R:A:user-profile/unnamed-0/unnamed-0",
        &[&["sagemaker:CreatePresignedDomainUrl"]],
    ),
    Takeover::of(
        "codebuild:R:A:project/unnamed-0",
        &[&["codebuild:StartBuild", "codebuild:StartBuildBatch"]],
    ),
    Takeover::of("apprunner:R:A:service/unnamed-0/0", &[&["apprunner:UpdateService"]]),
    Takeover::of(
        "bedrock-agentcore:R:A:code-interpreter-custom/unnamed-0",
        &[&["bedrock-agentcore:StartCodeInterpreterSession"], &["bedrock-agentcore:InvokeCodeInterpreter"]],
    ),
    Takeover::of("ecs:R:A:task/unnamed-0/0", &[&["ecs:ExecuteCommand"]]),
    // An administrator of a cluster acts as its pods.
    Takeover {
        arn: "eks:R:A:cluster/unnamed-0",
        actions: &[&["eks:CreateAccessEntry"]],
        also: Some(("eks:R:A:access-entry/unnamed-0/role/A/unnamed-0/0", &[&["eks:AssociateAccessPolicy"]])),
    },
    Takeover::of("elasticmapreduce:R:A:cluster/unnamed-0", &[&["elasticmapreduce:AddJobFlowSteps"]]),
    Takeover::of("airflow:R:A:environment/unnamed-0", &[&["airflow:CreateCliToken"]]),
    Takeover::of(
        "states:R:A:stateMachine:unnamed-0",
        &[&["states:UpdateStateMachine"], &["states:StartExecution"]],
    ),
    Takeover::of(
        "datapipeline:R:A:pipeline/unnamed-0",
        &[&["datapipeline:PutPipelineDefinition"], &["datapipeline:ActivatePipeline"]],
    ),
    Takeover::of("cloud9:R:A:environment:unnamed-0", &[&["cloud9:CreateEnvironmentMembership"]]),
];
